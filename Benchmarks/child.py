"""Runs other programs so that none outlives this one."""
import subprocess


def run(words):
    """Exit code, standard output and standard error of a program that is given no input.

    When this one is interrupted meanwhile, the other is asked to end and given the time to clear up.
    """
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          errors="replace") as process:
        try:
            output, errors = process.communicate()
        except BaseException:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
        return process.returncode, output, errors


def last_line(text):
    """The last line that says something; None where there is none."""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else None
