"""Commands that list the programmes and show the steps of one."""

from argparse import Namespace

from biofeedback.cli.asked.programmes import asked_programme, own_folder
from biofeedback.programmes.programme import Programme
from biofeedback.programmes.shelf import own_programmes, shipped_programmes
from biofeedback.programmes.to_json import programme_json, programme_steps_json
from biofeedback.terminal.output import put_json, tell_problem
from biofeedback.words.spoken import spoken
from devices.errors import BiofeedbackError


def list_programmes(options: Namespace) -> int:
    """List the shipped programmes and the person's own; if names are equal, the own one is used."""
    found, problems = dict(shipped_programmes()), list[BiofeedbackError]()
    for one in own_programmes(own_folder(options)):
        if isinstance(one, Programme):
            found[one.name] = one
        else:
            problems.append(one)
    language = spoken().language
    if options.json:
        put_json([programme_json(one, language) for one in found.values()])
    else:
        from biofeedback.terminal.tables.programmes import print_programmes

        print_programmes(tuple(found.values()))
    for problem in problems:
        tell_problem(problem)
    return 1 if problems else 0


def show_programme(options: Namespace) -> int:
    """Show a programme step by step."""
    programme = asked_programme(options.programme, options)
    if options.json:
        put_json(programme_steps_json(programme, spoken().language))
    else:
        from biofeedback.terminal.tables.programmes import print_programme

        print_programme(programme)
    return 0
