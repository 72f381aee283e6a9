import threading

from nnviz.session.mailbox import Mailbox


def test_a_new_mailbox_is_empty_and_nobody_asked() -> None:
    mailbox: Mailbox[str] = Mailbox()
    assert mailbox.take() is None
    assert not mailbox.is_wanted


def test_the_latest_letter_wins() -> None:
    mailbox: Mailbox[str] = Mailbox()
    mailbox.put("old")
    mailbox.put("new")
    assert mailbox.take() == "new"


def test_a_letter_is_taken_once() -> None:
    mailbox: Mailbox[str] = Mailbox()
    mailbox.put("news")
    assert mailbox.take() == "news"
    assert mailbox.take() is None


def test_a_letter_is_wanted_from_the_question_to_the_answer() -> None:
    mailbox: Mailbox[str] = Mailbox()
    mailbox.ask()
    assert mailbox.is_wanted
    mailbox.put("news")
    assert not mailbox.is_wanted
    mailbox.take()
    assert not mailbox.is_wanted


def test_letters_between_threads_come_whole_in_order_and_the_last_one_arrives() -> None:
    mailbox: Mailbox[tuple[int, ...]] = Mailbox()
    last = 5_000

    def write() -> None:
        for number in range(1, last + 1):
            mailbox.put((number,) * 8)

    writer = threading.Thread(target=write)
    writer.start()
    taken: list[tuple[int, ...]] = []
    while not taken or taken[-1][0] < last:
        assert writer.is_alive() or not taken or mailbox._letter is not None
        letter = mailbox.take()
        if letter is not None:
            taken.append(letter)
    writer.join()
    assert all(len(set(letter)) == 1 for letter in taken)
    numbers = [letter[0] for letter in taken]
    assert numbers == sorted(set(numbers))
