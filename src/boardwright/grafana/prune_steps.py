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
    """Boards and alert rules in Grafana that belong to the project.

    Attributes:
        boards: The boards.
        rules: The alert rules.
        error: The reason why a board or rule could not be read; None if all could be read.
    """

    boards: tuple[StoredBoard, ...] = ()
    rules: tuple[StoredRule, ...] = ()
    error: ServerError | None = None


def read_owned(
    grafana: Grafana, *, tag: str, but: Collection[str] = (), at_once: int
) -> OwnedObjects:
    """Return the boards in Grafana that have a tag.

    Grafana's search may also return other boards, so the function reads each board and checks its
    tags.

    Args:
        but: Uids of boards to skip.
        at_once: Number of simultaneous requests.
    """
    try:
        uids = [found.uid for found in grafana.search_all(tag=tag) if found.uid not in but]
    except ServerError as error:
        return OwnedObjects(boards=(), error=error)
    owned = read_boards(grafana, uids, at_once=at_once)
    return replace(owned, boards=tuple(each for each in owned.boards if tag in each.tags))


def read_boards(grafana: Grafana, uids: Collection[str], *, at_once: int) -> OwnedObjects:
    """Read boards one by one, and skip boards that no longer exist.

    Args:
        at_once: Number of simultaneous requests.
    """
    answers = [board for _, board in attempt_each(uids, grafana.boards.read_board, at_once=at_once)]
    errors = [each for each in answers if isinstance(each, ServerError)]
    boards = tuple(each for each in answers if isinstance(each, StoredBoard))
    return OwnedObjects(boards=boards, error=next(iter(errors), None))


def read_owned_rules(
    grafana: Grafana, *, owner: ProjectOwner, but: Collection[str] = ()
) -> OwnedObjects:
    """Return the alert rules in Grafana that belong to a project.

    The result is empty if the account may not read rules, or if Grafana has no alerting.

    Args:
        but: Uids of rules to skip.
    """
    try:
        rules = grafana.rules.list_some(lambda rule: owner.has(rule) and rule.uid not in but)
    except (ForbiddenError, NotFoundError):
        return OwnedObjects()
    except ServerError as error:
        return OwnedObjects(error=error)
    return OwnedObjects(rules=tuple(rules))


def with_prunes(plan: Plan, owned: OwnedObjects, *, share: int = DEFAULT_SHARE) -> Plan:
    """Return the plan with a step that deletes each board and rule that is no longer declared.

    Args:
        plan: The plan of the whole project.
        owned: The boards and rules in Grafana that the project no longer declares.
        share: Limit in percent, for the project's boards, for its rules, and for its boards in each
            folder. If the plan would delete more than `share` percent, it deletes nothing.
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
    """Return the reason why the plan deletes nothing; None if it may delete.

    The limit `share` protects boards if a folder of the project is missing by accident.
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
            "in Grafana and remove the project's tag, run `boardwright release UID`.",
        )
    if plan.refused:
        return GrafanaError(
            "nothing is deleted, because Grafana would refuse some steps of this deploy"
        )
    return next(_iter_share_errors(plan, owned, share), None)


def _iter_share_errors(plan: Plan, owned: OwnedObjects, share: int) -> Iterator[GrafanaError]:
    """Yield an error if the plan would delete too many boards or rules.

    A limit for each folder is necessary, because one missing folder may contain only a small share
    of the boards in a large project.
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
                hint="Check whether a folder of the project is missing. To delete the "
                f"{noun} anyway, pass --prune-share 100.",
            )
