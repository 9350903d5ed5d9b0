"""What a part of the application holds, as plain texts: to compare, to show both, to fill the form in again."""

from pb.projects.models import EstimateRow, Project
from pb.projects.rules import EstimateLine, applicant_line
from pb.submission.rules import PublicField, Task

IDEA_TEXTS = ("title", "summary", "problem", "idea", "beneficiaries", "plan", "upkeep")


def stored_texts(project: Project, task: Task) -> dict[str, str]:
    """Name of the field → text, for the parts that are typed; parts of other kinds hold nothing to compare."""
    if task is Task.IDEA:
        texts = {name: str(getattr(project, name)) for name in IDEA_TEXTS}
        return {**texts, "contest": project.contest.code if project.contest else ""}
    if task is Task.PLACE:
        return {
            "district": project.district.code if project.district else "",
            "address": project.address,
            "latitude": coordinate(project.latitude),
            "longitude": coordinate(project.longitude),
            "shape": project.shape.value,
            "more": "\n".join(point_text(row.latitude, row.longitude) for row in project.further_points),
        }
    if task is Task.ESTIMATE:
        lines = "\n".join(line_text(row) for row in project.estimate)
        return {"lines": lines, "reserve": str(project.reserve_percent)}
    return {}


def line_text(line: EstimateRow | EstimateLine) -> str:
    """One line of an estimate in one line of text."""
    price = line.price_kopecks if isinstance(line, EstimateRow) else line.price
    return f"{line.item} · {line.quantity / 1000:g} {line.unit} · {price / 100:g}"


def point_text(latitude: float, longitude: float) -> str:
    """A point in one line."""
    return f"{coordinate(latitude)}, {coordinate(longitude)}"


def coordinate(degrees: float | None) -> str:
    """A coordinate as it stands in its field."""
    return "" if degrees is None else f"{degrees:.5f}"


def public_texts(project: Project) -> dict[PublicField, str]:
    """Everything of a loaded project that everybody may read, as texts to compare; nothing private is among them."""
    points = [(project.latitude, project.longitude)] if project.latitude is not None else []
    points += [(row.latitude, row.longitude) for row in project.further_points]
    return {
        **{PublicField(name): str(getattr(project, name)) for name in IDEA_TEXTS},
        PublicField.CONTEST: project.contest.title if project.contest else "",
        PublicField.DISTRICT: project.district.name if project.district else "",
        PublicField.ADDRESS: project.address,
        PublicField.POINTS: "\n".join(f"{coordinate(north)}, {coordinate(east)}" for north, east in points),
        PublicField.ESTIMATE: "\n".join(line_text(row) for row in project.estimate),
        PublicField.RESERVE: str(project.reserve_percent),
        PublicField.BODY: applicant_line(project.body_name, project.body_code, []),
        PublicField.PHOTOS: "\n".join(row.picture.alt or row.picture.code for row in project.photos),
    }
