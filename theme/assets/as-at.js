/* Says which version was in force on the day that is asked for. Without it the table is the answer. */

const table = document.getElementById("scheme--periods");
const form = document.getElementById("scheme--as-at");
const day = document.getElementById("scheme--day");
const say = document.getElementById("scheme--in-force");

/** The first or last day of a row in its ISO form; nothing where the row has no such end. */
function edge(cell) {
  return cell.querySelector("time")?.dateTime ?? "";
}

function answer() {
  say.replaceChildren();
  if (!day.value) return;
  const rows = [...table.tBodies[0].rows];
  const row = rows.find(({ cells }) => {
    const [from, to] = [edge(cells[1]), edge(cells[2])];
    return (!from || from <= day.value) && (!to || day.value <= to);
  });
  if (!row) return;
  const found = row.cells[0].cloneNode(true).childNodes;
  const written = new Date(`${day.value}T12:00:00Z`).toLocaleDateString("en-GB", {
    day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });
  say.append(`In force on ${written}: `, ...found);
}

form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  answer();
});
day.addEventListener("change", answer);
