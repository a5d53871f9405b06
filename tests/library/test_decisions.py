"""Decisions: they follow their file, hold for what was judged, and leave a trace of every change."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twinlens.core.photos import ContentKey, FileIdentity, FileStamp
from twinlens.core.relations import DecisionKind, Relation
from twinlens.core.undo import Choice
from twinlens.library.records import NOT_DUPLICATE, ChangeOrigin, VolumeRecord

DISK = VolumeRecord("uuid-disk", "Disk", b"/media/disk")
KEEP, REJECT = DecisionKind.KEEP, DecisionKind.REJECT
A, B = ContentKey("a"), ContentKey("b")


def test_only_what_changes_counts(shelf):
    one, two = shelf.put(b"1"), shelf.put(b"2")
    decisions = shelf.store.decisions
    assert decisions.set(one, KEEP) == 1
    assert decisions.set(one, KEEP) == 0
    assert decisions.set_many({one: KEEP, two: REJECT}) == 1
    assert decisions.get_all() == {one: KEEP, two: REJECT}
    assert decisions.set_many({one: None, two: None}) == 2
    assert decisions.set(one, None) == 0
    assert decisions.set(99, KEEP) == 0
    assert decisions.get_all() == {}


def test_history_tells_what_was_one_action(shelf):
    one, two = shelf.put(b"1"), shelf.put(b"2")
    shelf.store.decisions.set_many({one: KEEP, two: REJECT})
    shelf.store.decisions.set(one, REJECT)
    shelf.store.decisions.add_not_duplicate(B, A)
    told = [(c.batch, c.file_id, c.pair, c.old, c.new) for c in reversed(shelf.store.decisions.history())]
    assert told == [
        (1, one, None, None, "keep"),
        (1, two, None, None, "reject"),
        (2, one, None, "keep", "reject"),
        (3, None, (A, B), None, NOT_DUPLICATE),
    ]
    assert {change.origin for change in shelf.store.decisions.history()} == {ChangeOrigin.PERSON}
    assert len(shelf.store.decisions.history(limit=2)) == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(st.lists(st.sampled_from([KEEP, REJECT, None]), max_size=8))
def test_playing_the_history_backwards_undoes_everything(shelf, kinds):
    number = shelf.put(b"1")
    shelf.store.decisions.set(number, None)
    first = max((change.id for change in shelf.store.decisions.history()), default=0)
    for kind in kinds:
        shelf.store.decisions.set(number, kind)
    for change in shelf.store.decisions.history():
        if change.id > first:
            assert shelf.store.decisions.get_all().get(number) == change.new
            shelf.store.decisions.set(number, DecisionKind(change.old) if change.old else None)
    assert shelf.store.decisions.get_all() == {}


def test_a_step_of_long_ago_changes_only_what_is_as_it_was_left(shelf):
    one, two, three = shelf.put(b"1", "a"), shelf.put(b"2", "b"), shelf.put(b"3", "c")
    decisions = shelf.store.decisions
    decisions.set_many({one: REJECT, two: KEEP})
    took_back = [
        Choice(one, A, REJECT, None),
        Choice(two, B, REJECT, None),
        Choice(three, ContentKey("other"), None, KEEP),
        Choice(99, A, None, KEEP),
    ]
    assert decisions.choose(took_back) == {one}
    assert decisions.get_all() == {two: KEEP}
    assert decisions.choose([Choice(one, A, REJECT, None)]) == {one}, "it is so already"
    assert decisions.choose([Choice(one, A, None, REJECT)]) == {one}
    assert decisions.get_all() == {one: REJECT, two: KEEP}


def test_not_a_duplicate_belongs_to_a_pair_in_any_order(shelf):
    decisions = shelf.store.decisions
    assert decisions.add_not_duplicate(B, A) == 1
    assert decisions.add_not_duplicate(A, B) == 0
    assert decisions.not_duplicates() == {(A, B)}
    assert decisions.remove_not_duplicate(B, A) == 1
    assert decisions.remove_not_duplicate(A, B) == 0
    assert decisions.not_duplicates() == set()


def test_a_pair_is_joined_or_kept_apart_and_never_both(shelf):
    decisions = shelf.store.decisions
    assert decisions.join(B, A, Relation.COPY) == 1
    assert decisions.join(A, B, Relation.COPY) == 0
    assert decisions.joined() == {(A, B): Relation.COPY}
    assert decisions.remove_not_duplicate(A, B) == 0
    assert decisions.join(A, B, Relation.SIMILAR) == 1
    assert decisions.add_not_duplicate(A, B) == 1
    assert (decisions.joined(), decisions.not_duplicates()) == ({}, {(A, B)})
    assert decisions.unjoin(A, B) == 0
    assert decisions.join(A, B, Relation.COPY) == 1
    assert decisions.not_duplicates() == set()
    assert decisions.unjoin(B, A) == 1
    assert decisions.joined() == {}
    told = [(change.old, change.new) for change in reversed(decisions.history())]
    assert told == [
        (None, "copy"), ("copy", "similar"), ("similar", NOT_DUPLICATE), (NOT_DUPLICATE, "copy"), ("copy", None)
    ]  # fmt: skip


def test_each_decision_knows_the_newest_file_of_its_time(shelf):
    one, two = shelf.put(b"1"), shelf.put(b"2")
    shelf.store.decisions.set(one, KEEP)
    three = shelf.put(b"3")
    shelf.store.decisions.set(three, REJECT)
    assert shelf.store.decisions.newest_then() == {one: two, three: three}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(st.sampled_from([KEEP, REJECT]), st.lists(st.binary(min_size=1, max_size=8), min_size=1, max_size=5))
def test_a_decision_follows_its_file_through_any_moves(shelf, kind, places):
    number = shelf.put(b"start", "moving")
    shelf.store.decisions.set(number, kind)
    for place in places:
        shelf.store.files.move(number, DISK.key, place.replace(b"/", b"_"), FileStamp(10, 1), FileIdentity(1, 2))
    assert shelf.store.decisions.get_all()[number] == kind
    shelf.store.files.mark_removed([number], "s")


def test_a_decision_follows_a_file_that_was_missing_for_a_while(shelf):
    number = shelf.put(b"a.jpg")
    shelf.store.decisions.set(number, REJECT)
    shelf.store.files.mark_missing([number])
    shelf.store.files.move(number, DISK.key, b"b.jpg", FileStamp(10, 1), FileIdentity(1, 2))
    assert shelf.shots()[number].decision is REJECT


def test_a_rejection_holds_for_the_content_that_was_judged(shelf):
    number = shelf.put(b"a.jpg", "judged")
    shelf.store.decisions.set(number, REJECT)
    shelf.put(b"a.jpg", "edited since")
    assert shelf.shots()[number].decision is None
    assert shelf.store.decisions.get_all() == {}
    shelf.put(b"a.jpg", "judged")
    assert shelf.shots()[number].decision is REJECT


def test_a_stale_rejection_is_gone_for_good_once_decided_anew(shelf):
    number = shelf.put(b"a.jpg", "judged")
    shelf.store.decisions.set(number, REJECT)
    shelf.put(b"a.jpg", "edited since")
    assert shelf.store.decisions.set(number, REJECT) == 1
    assert shelf.shots()[number].decision is REJECT
    shelf.put(b"a.jpg", "judged")
    assert shelf.shots()[number].decision is None


def test_a_change_that_no_person_made_says_so(shelf):
    number = shelf.put(b"a.jpg")
    shelf.store.decisions.set(number, KEEP)
    shelf.store.decisions.set(number, None, ChangeOrigin.MOVED)
    assert [change.origin for change in shelf.store.decisions.history()] == [ChangeOrigin.MOVED, ChangeOrigin.PERSON]


def test_keeping_a_file_survives_its_being_edited(shelf):
    number = shelf.put(b"a.jpg", "before")
    shelf.store.decisions.set(number, KEEP)
    shelf.put(b"a.jpg", "after")
    assert shelf.shots()[number].decision is KEEP


def test_a_rejected_file_that_returns_is_flagged_and_not_rejected(shelf):
    number = shelf.put(b"a.jpg")
    shelf.store.decisions.set(number, REJECT)
    shelf.store.files.mark_missing([number])
    shelf.store.files.mark_present([number])
    assert (shelf.shots()[number].decision, shelf.shots()[number].returned) == (None, True)
    latest = shelf.store.decisions.history()[0]
    assert (latest.origin, latest.old, latest.new) == (ChangeOrigin.RETURNED, "reject", None)
    shelf.store.decisions.set(number, KEEP)
    assert not shelf.shots()[number].returned


def test_a_rejected_file_found_again_by_a_scan_is_flagged_too(shelf):
    number = shelf.put(b"a.jpg")
    shelf.store.decisions.set(number, REJECT)
    shelf.store.files.mark_missing([number])
    assert shelf.put(b"a.jpg") == number
    assert (shelf.shots()[number].decision, shelf.shots()[number].returned) == (None, True)


def test_a_kept_file_that_returns_is_still_kept(shelf):
    number = shelf.put(b"a.jpg")
    shelf.store.decisions.set(number, KEEP)
    shelf.store.files.mark_missing([number])
    shelf.store.files.mark_present([number])
    assert (shelf.shots()[number].decision, shelf.shots()[number].returned) == (KEEP, False)


def test_another_file_where_a_rejected_one_was_is_neither_rejected_nor_flagged(shelf):
    old = shelf.put(b"a.jpg", "old")
    shelf.store.decisions.set(old, REJECT)
    shelf.store.files.mark_missing([old])
    new = shelf.put(b"a.jpg", "new")
    assert (shelf.shots()[new].decision, shelf.shots()[new].returned) == (None, False)
    shelf.store.files.move(old, DISK.key, b"b.jpg", FileStamp(10, 1), FileIdentity(1, 2))
    assert shelf.shots()[old].decision is REJECT
