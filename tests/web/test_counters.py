"""Rate limits: one count for all workers of a server, nothing kept from thread to thread or on a disk."""

import multiprocessing
import threading
import time

from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from pb.web.counters import SLOTS, Counters, SharedStorage

FORK = multiprocessing.get_context("fork")


def storage(counters: Counters | None = None) -> SharedStorage:
    made = storage_from_string("shared://", counters=counters or Counters())
    assert isinstance(made, SharedStorage)
    return made


def test_forked_workers_count_together():
    counters = Counters()

    def count() -> None:
        storage(counters).incr("someone", 60)

    for _ in range(4):
        worker = FORK.Process(target=count)
        worker.start()
        worker.join()
        assert worker.exitcode == 0
    assert storage(counters).get("someone") == 4
    assert storage().get("someone") == 0, "another server counts by itself"


def test_requests_at_one_moment_are_each_counted():
    """Else guesses that are sent together would pass for one."""
    kept = storage()

    def count() -> None:
        for _ in range(500):
            kept.incr("guesser", 3_600)

    def work() -> None:
        threads = [threading.Thread(target=count) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    workers = [FORK.Process(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert kept.get("guesser") == 4 * 2 * 500


def test_a_limit_holds_and_ends_with_its_window(monkeypatch):
    limiter, three = FixedWindowRateLimiter(storage()), RateLimitItemPerMinute(3)
    assert [limiter.hit(three, "a") for _ in range(5)] == [True, True, True, False, False]
    assert limiter.hit(three, "b")
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert limiter.hit(three, "a")
    assert limiter.get_window_stats(three, "a").remaining == 2


def test_one_key_or_all_are_forgotten():
    kept = storage()
    for key in ("a", "b", "c"):
        kept.incr(key, 60)
    kept.clear("a")
    assert (kept.get("a"), kept.get("b")) == (0, 1)
    kept.reset()
    assert kept.get("b") == kept.get("c") == 0


def test_a_full_table_forgets_and_never_refuses():
    kept = storage()
    for number in range(SLOTS + 1_000):
        assert kept.incr(f"reader {number}", 60) == 1
    assert kept.incr("newcomer", 3_600) == 1
    assert kept.incr("newcomer", 3_600) == 2


def test_counting_starts_no_thread(monkeypatch):
    started = []
    monkeypatch.setattr(threading.Thread, "start", started.append)
    storage().incr("someone", 60)
    assert started == []
