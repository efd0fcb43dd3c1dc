"""Plans the deletion of boards and alert rules that the project no longer declares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import ForbiddenError, GrafanaError, NotFoundError
from boardwright.grafana.ownership import ProjectOwner
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_steps import UNLOCKED_PROVENANCES, PruneStep, Step
from boardwright.grafana.stored_values import StoredBoard, StoredRule
from boardwright.http.attempts import attempt_each
from boardwright.notation.removal_share import DEFAULT_SHARE, count_allowed_removals


@frozen
class OwnedObjects:
    """The boards and alert rules of the project that are stored in Grafana.

    Attributes:
        boards: The boards of the project that could be read.
        rules: The alert rules of the project that could be read.
        error: Why `boards` or `rules` is incomplete; None if both are complete.
    """

    boards: tuple[StoredBoard, ...] = ()
    rules: tuple[StoredRule, ...] = ()
    error: ServerError | None = None


def read_owned(
    grafana: Grafana, *, tag: str, but: Collection[str] = (), at_once: int
) -> OwnedObjects:
    """Return the boards that have a tag.

    Grafana's search returns the boards that may have the tag. Each of these boards is then read, to
    check that the board really has the tag.

    Args:
        grafana: Connection to Grafana.
        tag: The tag that the boards must have.
        but: Uids of boards that are not read.
        at_once: Number of simultaneous requests.
    """
    try:
        uids = [found.uid for found in grafana.search_all(tag=tag) if found.uid not in but]
    except ServerError as error:
        return OwnedObjects(boards=(), error=error)
    owned = read_boards(grafana, uids, at_once=at_once)
    return replace(owned, boards=tuple(each for each in owned.boards if tag in each.tags))


def read_boards(grafana: Grafana, uids: Collection[str], *, at_once: int) -> OwnedObjects:
    """Read the boards with these uids one by one. Boards that no longer exist are left out."""
    answers = [board for _, board in attempt_each(uids, grafana.boards.read_board, at_once=at_once)]
    errors = [each for each in answers if isinstance(each, ServerError)]
    boards = tuple(each for each in answers if isinstance(each, StoredBoard))
    return OwnedObjects(boards=boards, error=next(iter(errors), None))


def read_owned_rules(
    grafana: Grafana, *, owner: ProjectOwner, but: Collection[str] = ()
) -> OwnedObjects:
    """Return the alert rules in Grafana that belong to a project.

    If the account may not read rules, or if this Grafana has no alerting, no rules are returned.

    Args:
        grafana: Connection to Grafana.
        owner: The project's name, and the tag and annotations that mark the project's boards and
            rules.
        but: Uids of rules that are not returned.
    """
    try:
        rules = grafana.rules.list_some(lambda rule: owner.has(rule) and rule.uid not in but)
    except (ForbiddenError, NotFoundError):
        return OwnedObjects()
    except ServerError as error:
        return OwnedObjects(error=error)
    return OwnedObjects(rules=tuple(rules))


def with_prunes(plan: Plan, owned: OwnedObjects, *, share: int = DEFAULT_SHARE) -> Plan:
    """Return the plan with a deletion for each stored board and rule that is not declared.

    Args:
        plan: The plan of the whole project.
        owned: The stored boards and rules of the project that are not declared.
        share: The largest percentage that may be deleted. The percentage applies to the project's
            boards, to the project's rules, and to the boards in each folder.
    """
    reason = _check_deletions(plan, owned, share)
    if reason is not None:
        return replace(plan, not_pruned=reason)
    declared = {step.item.uid for step in plan.boards}
    boards = [board for board in owned.boards if board.uid not in declared]
    rules = [rule for rule in owned.rules if rule.provenance in UNLOCKED_PROVENANCES]
    prunes: list[PruneStep] = [
        Step(action="prune", item=board) for board in boards if board.provider_file is None
    ]
    prunes += [Step(action="prune", item=rule) for rule in rules]
    return replace(plan, prunes=tuple(prunes))


def _check_deletions(plan: Plan, owned: OwnedObjects, share: int) -> ServerError | None:
    """Return why nothing may be deleted; None if the deletions are allowed.

    If files of the project are missing, the boards that they declared look like boards that are no
    longer declared. The limit `share` protects these boards.
    """
    if owned.error is not None:
        return GrafanaError(
            "nothing is deleted, because the list of the project's boards and rules is "
            f"not complete ({owned.error.what})"
        )
    if not (plan.boards or plan.groups):
        return GrafanaError(
            "nothing is deleted, because the project declares no boards and no alert rules",
            hint="Check whether the folder of boards is empty or not mounted. To delete the "
            "last boards of a project, delete the boards in Grafana. To keep the boards "
            "in Grafana without the project, run `boardwright release UID`.",
        )
    if plan.refused:
        return GrafanaError(
            "nothing is deleted, because Grafana would refuse some steps of this deploy"
        )
    return next(_iter_share_errors(plan, owned, share), None)


def _iter_share_errors(plan: Plan, owned: OwnedObjects, share: int) -> Iterator[GrafanaError]:
    """Yield an error for each limit that the deletions exceed, in the project or in a folder.

    The limit applies to each folder, too. In a large project, the boards of one missing folder may
    be fewer than the limit for the whole project.
    """
    kept = [board for step in plan.boards if (board := step.existing_board) is not None]
    rules = sum(len(step.stored) for step in plan.groups)
    limits = [
        ("boards", len(owned.boards), len(owned.boards) + len(kept)),
        ("alert rules", len(owned.rules), len(owned.rules) + rules),
    ]
    removed = Counter(board.folder_uid for board in owned.boards)
    stored = removed + Counter(board.folder_uid for board in kept)
    limits += [
        (f"boards of the folder {uid!r}", count, stored[uid])
        for uid, count in sorted(removed.items())
        if uid
    ]
    for noun, gone, total in limits:
        if gone > count_allowed_removals(total, share=share):
            yield GrafanaError(
                f"nothing is deleted, because {gone} of {total} {noun} would be deleted, "
                f"which is more than {share} %",
                hint="Check whether a folder of the project is missing. To delete all these "
                "boards or rules, pass --prune-share 100.",
            )
