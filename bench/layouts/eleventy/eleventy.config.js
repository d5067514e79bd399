// As a force would set it up: anchors on headings, footnotes, lists by kind and by business group.
import anchor from "markdown-it-anchor";
import footnote from "markdown-it-footnote";

const byTitle = (one, other) => one.data.title.localeCompare(other.data.title, "en");

export default function (config) {
  config.amendLibrary("md", (library) => library.use(anchor).use(footnote));
  config.addCollection("policies", (all) => all.getFilteredByGlob("docs/policies/**/*.md").sort(byTitle));
  config.addCollection("reports", (all) => all.getFilteredByGlob("docs/monitoring/**/*.md").sort(byTitle));
  config.addFilter("inGroup", (pages, group) => pages.filter((page) => page.data.groups?.includes(group)));
  return { dir: { input: "docs", includes: "../_includes", output: "site" } };
}
