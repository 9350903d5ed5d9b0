"""Who may open a page: a view must carry one of these decorators (the tests demand it)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, redirect, request, session, url_for
from flask_login import current_user

from pb.values.permission import Permission
from pb.web.reader import ReaderKind

View = TypeVar("View", bound=Callable[..., Any])
VISIT = "visit"  # the cookie's key for the token of a bank visit


class SignInError(Exception):
    """Nobody is signed in, or no longer; `where` is the page of the door."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def _back() -> str:
    """Where to go after the door; a page that only takes forms cannot be opened."""
    return request.full_path if "GET" in request.url_rule.methods else "/"  # type: ignore[union-attr,operator]


def public(view: View) -> View:
    """Everybody may open it, without an account."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def author_only(view: View) -> View:
    """A resident who signed in as an author."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated or current_user.kind is not ReaderKind.AUTHOR:
            raise SignInError(url_for("identity.choose", purpose="author", next=_back()))
        return view(*args, **kwargs)

    guarded.access = "author"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def author_or(permission: Permission) -> Callable[[View], View]:
    """An author, or a member of staff who holds `permission`; whose the page is the view finds out."""

    def decorate(view: View) -> View:
        for_staff, for_authors = requires(permission)(view), author_only(view)

        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            is_staff = current_user.is_authenticated and current_user.kind is ReaderKind.STAFF
            return (for_staff if is_staff else for_authors)(*args, **kwargs)

        guarded.access = f"author or {permission.value}"  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def visitor_only(view: View) -> View:
    """A person whom a bank or a desk has just confirmed; the view finds the visit by its token."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if VISIT not in session:
            return redirect(url_for("identity.choose", purpose="vote"))
        return view(*args, **kwargs)

    guarded.access = "visitor"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def requires(permission: Permission) -> Callable[[View], View]:
    """A member of staff who holds `permission`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated or current_user.kind is not ReaderKind.STAFF:
                raise SignInError(url_for("accounts.sign_in", next=_back()))
            if not current_user.may(permission):
                abort(403)
            return view(*args, **kwargs)

        guarded.access = permission.value  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate
