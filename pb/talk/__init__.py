"""What residents say about projects and how they hear of them: questions, answers, comments, followers."""
