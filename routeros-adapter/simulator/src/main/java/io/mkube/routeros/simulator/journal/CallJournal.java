package io.mkube.routeros.simulator.journal;

import io.mkube.routeros.simulator.journal.Call.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Remembers the last calls, and counts all. Thread-safe. */
public final class CallJournal {
  private static final int REMEMBERED = 100_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Call> calls = new ArrayDeque<>();
  private long number;
  private long reads;
  private long writes;

  /** Adds a call; its number is given here. */
  public void add(Call call) {
    lock.lock();
    try {
      number++;
      if (call.kind() == Kind.WRITE) {
        writes++;
      } else {
        reads++;
      }
      calls.addLast(numbered(call));
      if (calls.size() > REMEMBERED) {
        calls.removeFirst();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The remembered calls, oldest first. */
  public List<Call> calls() {
    lock.lock();
    try {
      return List.copyOf(calls);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all calls and sets the counts to zero. */
  public void clear() {
    lock.lock();
    try {
      calls.clear();
      reads = 0;
      writes = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Counts and calls as JSON members. */
  public Map<String, Object> json() {
    lock.lock();
    try {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("reads", reads);
      json.put("writes", writes);
      json.put("calls", calls.stream().map(Call::json).toList());
      return json;
    } finally {
      lock.unlock();
    }
  }

  private Call numbered(Call call) {
    return new Call(
        number,
        call.method(),
        call.path(),
        call.query(),
        call.menu(),
        call.command(),
        call.kind(),
        call.status(),
        call.time(),
        call.micros());
  }
}
