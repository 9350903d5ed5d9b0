"""Equal shares and Phragmén written the slow, obvious way: one voter at a time, fractions only, no shortcuts."""

from fractions import Fraction

from pb.tally.rules.contest import Repeats
from pb.tally.rules.equal_shares import Start, StopWhen, Utility
from pb.tally.rules.standing import eligible_projects, rivals, tie_order, votes, worth


def voters_of(contest, settings):
    """One dictionary of utilities multiples per voter."""
    found = []
    for ballot in contest.ballots:
        wants = {}
        for choice, given in worth(ballot, settings.repeats):
            by_points = getattr(settings, "utility", None) is Utility.POINTS or not ballot.points
            multiple = given if by_points else int(given > 0)
            wants[choice] = wants.get(choice, 0) + multiple
        found += [{name: multiple for name, multiple in wants.items() if multiple > 0}] * ballot.count
    return found


def price_of(cost, name, voters, money):
    """The least price per multiple at which everybody's min(money, price × multiple) adds up to the cost."""
    supporters = [(money[i] / wants[name], i) for i, wants in enumerate(voters) if name in wants]
    if sum(money[i] for _, i in supporters) < cost:
        return None
    supporters.sort()
    need, pull = Fraction(cost), sum(voters[i][name] for _, i in supporters)
    for ratio, i in supporters:
        if need <= ratio * pull:
            return need / pull
        need -= money[i]
        pull -= voters[i][name]
    return None


def run(contest, settings, lot, share):
    voters, count, place = (
        voters_of(contest, settings),
        votes(contest, settings.repeats),
        tie_order(contest, lot),
    )
    money = [Fraction(share)] * len(voters)
    winners = []
    while True:
        offers = []
        for project in eligible_projects(contest, settings):
            if project.id in winners or rivals(project.id, settings) & set(winners):
                continue
            price = price_of(project.cost, project.id, voters, money)
            if price is not None and any(project.id in wants for wants in voters):
                scale = project.cost if settings.utility is Utility.COST else 1
                offers.append((price / scale, project.cost, -count[project.id], place[project.id], project.id, price))
        if not offers:
            return winners, money
        *_, name, price = min(offers)
        winners.append(name)
        money = [
            max(left - price * wants[name], 0) if name in wants else left
            for left, wants in zip(money, voters, strict=True)
        ]


def add1(contest, settings, lot):
    """Every single step of the share, and the last share."""
    costs = {project.id: project.cost for project in contest.projects}
    share = Fraction(contest.purse) / max(len(voters_of(contest, settings)), 1)
    if settings.start is Start.FLOOR:
        share = Fraction(share // 1)
    winners, _ = run(contest, settings, lot, share)
    while True:
        left = contest.purse - sum(costs[name] for name in winners)
        open_to = [
            project
            for project in eligible_projects(contest, settings)
            if project.id not in winners and not rivals(project.id, settings) & set(winners)
        ]
        wanted = {name for wants in voters_of(contest, settings) for name in wants}
        full = settings.stop_when is StopWhen.EXHAUSTIVE and all(project.cost > left for project in open_to)
        if full or not any(project.id in wanted for project in open_to):
            return winners, share
        ahead, _ = run(contest, settings, lot, share + settings.step)
        if sum(costs[name] for name in ahead) > contest.purse:
            return winners, share
        winners, share = ahead, share + settings.step


def phragmen(contest, settings, lot, *, purse, money, winners, skip):
    """Winners that voters with this much money can buy next as they go on saving, and the first misfits."""
    place = tie_order(contest, lot)
    since = [-Fraction(left) for left in money]
    voters = [
        {choice for choice, given in worth(ballot, Repeats.ONCE) if given > 0}
        for ballot in contest.ballots
        for _ in range(ballot.count)
    ]
    dear = {project.id for project in contest.projects if project.cost > contest.purse}
    bought, gone = [], set(winners) | dear
    while True:
        due = []
        for project in eligible_projects(contest, settings):
            supporters = [i for i, wants in enumerate(voters) if project.id in wants]
            blocked = rivals(project.id, settings) & {*winners, *bought}
            if supporters and project.id not in gone and not blocked:
                moment = (project.cost + sum(since[i] for i in supporters)) / Fraction(len(supporters))
                due.append((moment, place[project.id], project))
        due = [each for each in sorted(due, key=lambda each: each[:2]) if each[0] == min(due, key=lambda e: e[0])[0]]
        misfits = [project for _, _, project in due if project.cost > purse]
        if not due or (misfits and not skip):
            return bought
        gone |= {project.id for project in misfits}
        fitting = [(moment, project) for moment, _, project in due if project.cost <= purse]
        if fitting:
            moment, project = fitting[0]
            bought.append(project.id)
            gone.add(project.id)
            purse -= project.cost
            since = [moment if project.id in wants else then for wants, then in zip(voters, since, strict=True)]
