"""The form of the counting page: a button is all it has."""

from wtforms import StringField

from pb.web.forms import PbForm


class CountForm(PbForm):
    """One act: take in the ballots, count every contest, adopt one contest."""

    act = StringField()
    contest = StringField()
