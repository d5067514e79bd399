"""`scheme coverage`: what the guide comes to, what is to be done, and by which post."""

from generator import coverage as coverage_module
from generator.store.kept import DAMAGED, Damaged
from tests.commands import AS_AT, run
from tests.stores import make_store
from tests.test_guide import ALL, HEAD, store_with

TODO = [
    *ALL,
    "seven: {answered_by: [policies/lost/], responsible: Head of Stores}",
    "eight: {answered_by: [content/about.md, POL-9999], every: 1}",
]
KNOWN = """accessibility: {tested_on: 2026-10-01, prepared_on: 2026-10-02}
"""
CONTACTS = "short_name: AP, contacts: {general: {post: 1 High Street}}}"


def store(root, answers=TODO):
    made = store_with(root, answers)
    text = (made / "scheme.yml").read_text("utf-8").replace("short_name: AP}", CONTACTS)
    (made / "scheme.yml").write_text(KNOWN + text, "utf-8")
    return made


def coverage(root, *options):
    return run("coverage", "--root", root, "--as-at", AS_AT, "--jobs", 1, *options)


def test_it_counts_each_class_and_names_who_must_act(tmp_path):
    said = coverage(store(tmp_path))
    assert (said.status, said.err) == (0, "")
    assert said.out == (
        "Guide to information of Anyshire Police, public site, as at 2026-11-22.\n"
        "Reported against the force's reading of the ICO definition document, dated 2026-11-02, "
        "item by item.\n"
        "\n"
        "Class                              Items  Answered      Late    Absent   Missing\n"
        "1. Our policies and procedures         8         3         1         3         2\n"
        "All classes                            8         3         1         3         2\n"
        "Late items are among those answered; absent is lawfully absent, with its reason.\n"
        "\n"
        "For the Head of Stores:\n"
        "\n"
        "one: The one\n"
        "  was last updated on 1 January 2025, and was to be again by 1 January 2026\n"
        "  fix: publish the next one; where that is done elsewhere, give its day as `updated:`\n"
        "\n"
        "seven: The seven\n"
        "  is answered by `policies/lost/`, which the public site does not show\n"
        "  fix: publish it, or say in scheme.yml why it is absent "
        "(guide: {answers: {seven: ...}})\n"
        "\n"
        "For the policy co-ordination unit:\n"
        "\n"
        "five: The five\n"
        "  has neither an answer nor a reason for its absence\n"
        "  fix: publish it and name it in scheme.yml, or say there why it is absent "
        "(guide: {answers: {five: ...}})\n"
        "\n"
        "eight: The eight\n"
        "  is to be updated at an interval, and nothing says when it was\n"
        "  fix: give its day as `updated:` (guide: {answers: {eight: ...}})\n"
        "\n"
        "eight: The eight\n"
        "  is answered in part: the public site does not show `POL-9999`\n"
        "  fix: publish it, or take the name out (guide: {answers: {eight: ...}})\n"
    )


def test_json_gives_each_item_with_its_links_day_post_and_what_to_do(tmp_path):
    said = coverage(
        store(tmp_path, ["one: {answered_by: [POL-0001], every: 6}"]), "--format", "json"
    )
    assert said.status == 0
    assert said.json == {
        "as_at": "2026-11-22",
        "site": "public",
        "reading": "the force's reading of the ICO definition document",
        "dated": "2026-11-02",
        "classes": [
            {
                "id": "our-policies-and-procedures",
                "title": "Our policies and procedures",
                "summary": {"items": 1, "answered": 1, "late": 1, "absent": 0, "missing": 0},
                "items": [
                    {
                        "id": "one",
                        "title": "The one",
                        "standing": "late",
                        "answers": [
                            {
                                "title": "Found property",
                                "address": "http://127.0.0.1:8000/policies/found-property/",
                            }
                        ],
                        "not_shown": [],
                        "absent": None,
                        "reason": None,
                        "exemption": None,
                        "published_by": None,
                        "link": None,
                        "fee": "Free",
                        "every_months": 6,
                        "updated": "2025-08-01",
                        "due": "2026-02-01",
                        "role": "Director of Resources",
                        "to_do": [
                            {
                                "message": "was last updated on 1 August 2025, and was to be "
                                "again by 1 February 2026",
                                "fix": "publish the next one; where that is done elsewhere, give "
                                "its day as `updated:`",
                            }
                        ],
                    }
                ],
            }
        ],
        "summary": {"items": 1, "answered": 1, "late": 1, "absent": 0, "missing": 0},
        "unsaid": [],
    }


def test_it_says_which_facts_the_public_pages_lack(tmp_path):
    said = coverage(make_store(tmp_path))
    assert said.status == 0
    assert said.out.splitlines()[-5:] == [
        (
            "scheme.yml does not say `organisation: {contacts: {freedom_of_information: ...}}`: "
            "readers must be told where to send a request for information."
        ),
        (
            "scheme.yml does not say `organisation: {contacts: {policy_unit: ...}}`: readers must "
            "be told whom to tell when something is wrong with a page."
        ),
        (
            "scheme.yml does not say `organisation: {contacts: {data_protection: ...}}`: readers "
            "must be told how to reach whoever answers for personal data."
        ),
        (
            "scheme.yml does not say `accessibility: {tested_on: ..., tested_by: ...}`: the "
            "accessibility statement has to say when the site was last tested, and by whom."
        ),
        (
            "scheme.yml does not say `accessibility: {prepared_on: ...}`: the accessibility "
            "statement has to say when it was prepared."
        ),
    ]


def test_a_refused_pack_answers_nothing_and_the_report_is_still_made(tmp_path):
    root = store(tmp_path, ["one: {answered_by: [POL-0002]}"])
    policy = root / "policies/use-of-cameras/v1/policy.md"
    policy.write_text(policy.read_text("utf-8").replace("fairly", "unfairly"), "utf-8")
    said = coverage(root, "--format", "json")
    (item,) = said.json["classes"][0]["items"]
    assert (said.status, item["standing"], item["not_shown"]) == (0, "missing", ["POL-0002"])


def test_settings_that_cannot_be_read_end_with_2_and_say_why(tmp_path):
    root = make_store(tmp_path)
    (root / "scheme.yml").write_text(f"{HEAD}      - {{title: No id}}\n", "utf-8")
    said = coverage(root)
    assert (said.status, said.out) == (2, "")
    assert "scheme.yml:6:9: PS002 has no `classes_of_information[1].items[1].id`" in said.err
    assert "The settings cannot be read, so nothing was held against them." in said.err


def test_a_kept_text_that_is_damaged_is_read_again(tmp_path, monkeypatch):
    root, made = store(tmp_path), coverage_module.site_guide
    tries = []

    def once_damaged(verdict, site):
        tries.append(site)
        if len(tries) == 1:
            raise Damaged
        return made(verdict, site)

    monkeypatch.setattr(coverage_module, "site_guide", once_damaged)
    said = coverage(root, "--format", "json")
    assert (said.status, len(tries)) == (0, 2)
    assert said.err == f"scheme: {DAMAGED}\n"
    assert said.json["summary"]["items"] == 8
