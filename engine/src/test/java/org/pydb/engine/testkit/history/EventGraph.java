package org.pydb.engine.testkit.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Moments, and which must have come before which. A cycle cannot be.
 *
 * <p>A moment is known to lie between two readings of the clock; one that was over before another
 * began came first. Not every such pair has an edge: moments are lined up by their ends, and each
 * is tied to the last that had ended when it began.
 */
final class EventGraph {

  /** Why one moment came before another. */
  enum Why {
    /** It is an earlier moment of the same transaction. */
    PROGRAM,
    /** It wrote the version before. */
    WRITE_WRITE,
    /** It wrote what the other read. */
    WRITE_READ,
    /** It read what the other replaced. */
    READ_WRITE,
    /** The same, and the read was by a condition. */
    PREDICATE_READ_WRITE,
    /** It was over when the other began. */
    CLOCK
  }

  /** That one moment came before another. */
  static final class Edge {
    final int from;
    final int to;
    final Why why;
    final Supplier<String> text;

    Edge(int from, int to, Why why, Supplier<String> text) {
      this.from = from;
      this.to = to;
      this.why = why;
      this.text = text;
    }
  }

  private static final class Moment {
    final String name;
    final long begun;
    final long ended;
    final List<Edge> edges = new ArrayList<>(4);

    Moment(String name, long begun, long ended) {
      this.name = name;
      this.begun = begun;
      this.ended = ended;
    }
  }

  private final List<Moment> moments = new ArrayList<>();

  /** Adds a moment that lies between two readings of the clock; gives its number. */
  int add(String name, long begun, long ended) {
    moments.add(new Moment(name, begun, ended));
    return moments.size() - 1;
  }

  void edge(int from, int to, Why why, Supplier<String> text) {
    if (from != to) {
      moments.get(from).edges.add(new Edge(from, to, why, text));
    }
  }

  /** Adds what the clock says. Call it when all moments are there. */
  void addClock() {
    int count = moments.size();
    List<Integer> byEnd = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byEnd.add(i);
    }
    byEnd.sort(Comparator.comparingLong(i -> moments.get(i).ended));
    long[] ends = byEnd.stream().mapToLong(i -> moments.get(i).ended).toArray();
    for (int i = 0; i < count; i++) {
      Moment moment = moments.get(byEnd.get(i));
      int milestone = add("", moment.ended, moment.ended);
      edge(byEnd.get(i), milestone, Why.CLOCK, () -> moment.name + " was over");
      if (i > 0) {
        edge(milestone - 1, milestone, Why.CLOCK, () -> "");
      }
    }
    for (int i = 0; i < count; i++) {
      Moment moment = moments.get(i);
      int found = Arrays.binarySearch(ends, moment.begun);
      int last = found < 0 ? -found - 2 : found - 1;
      while (last >= 0 && ends[last] >= moment.begun) {
        last--;
      }
      if (last >= 0) {
        edge(count + last, i, Why.CLOCK, () -> moment.name + " began after that");
      }
    }
  }

  /** A shortest cycle of some part of the graph that has any, by edges of some kinds only. */
  List<Edge> findCycle(Set<Why> kinds) {
    int[] parts = parts(kinds);
    List<Edge> shortest = List.of();
    Set<Integer> tried = new HashSet<>();
    for (int start = 0; start < parts.length; start++) {
      for (Edge edge : moments.get(start).edges) {
        if (kinds.contains(edge.why) && parts[edge.to] == parts[start] && tried.add(start)) {
          List<Edge> cycle = shortestFrom(start, parts, kinds);
          if (shortest.isEmpty() || cycle.size() < shortest.size()) {
            shortest = cycle;
          }
        }
      }
      if (tried.size() >= STARTS_MAX) {
        break;
      }
    }
    return shortest;
  }

  /** A cycle is looked for from so many moments; it need not be the shortest of all. */
  private static final int STARTS_MAX = 20;

  private List<Edge> shortestFrom(int start, int[] parts, Set<Why> kinds) {
    Edge[] cameBy = new Edge[moments.size()];
    Deque<Integer> queue = new ArrayDeque<>(List.of(start));
    while (true) {
      int now = queue.remove(); // It is on a cycle, so the queue is never empty before the start.
      for (Edge edge : moments.get(now).edges) {
        if (kinds.contains(edge.why) && parts[edge.to] == parts[start] && cameBy[edge.to] == null) {
          cameBy[edge.to] = edge;
          queue.add(edge.to);
          if (edge.to == start) {
            return way(start, cameBy);
          }
        }
      }
    }
  }

  private static List<Edge> way(int start, Edge[] cameBy) {
    List<Edge> way = new ArrayList<>();
    int now = start;
    do {
      way.add(cameBy[now]);
      now = cameBy[now].from;
    } while (now != start);
    Collections.reverse(way);
    return way;
  }

  // ------------------------------------------------------------------ Tarjan's algorithm

  /** For each moment the number of its strongly connected component. */
  private int[] parts(Set<Why> kinds) {
    int count = moments.size();
    int[] index = new int[count];
    int[] low = new int[count];
    int[] part = new int[count];
    int[] next = new int[count];
    Arrays.fill(part, -1);
    Deque<Integer> open = new ArrayDeque<>();
    Deque<Integer> path = new ArrayDeque<>();
    int indexes = 0;
    int found = 0;
    for (int root = 0; root < count; root++) {
      if (index[root] != 0) {
        continue;
      }
      path.push(root);
      while (!path.isEmpty()) {
        int now = path.peek();
        if (index[now] == 0) {
          index[now] = ++indexes;
          low[now] = index[now];
          open.push(now);
        }
        List<Edge> edges = moments.get(now).edges;
        if (next[now] < edges.size()) {
          Edge edge = edges.get(next[now]++);
          if (!kinds.contains(edge.why)) {
            continue;
          }
          if (index[edge.to] == 0) {
            path.push(edge.to);
          } else if (part[edge.to] < 0) {
            low[now] = Math.min(low[now], index[edge.to]);
          }
          continue;
        }
        path.pop();
        if (!path.isEmpty()) {
          low[path.peek()] = Math.min(low[path.peek()], low[now]);
        }
        if (low[now] == index[now]) {
          int member;
          do {
            member = open.pop();
            part[member] = found;
          } while (member != now);
          found++;
        }
      }
    }
    return part;
  }

  /** What follows from what was read and written, the clock aside. */
  static final Set<Why> WITHOUT_CLOCK = EnumSet.complementOf(EnumSet.of(Why.CLOCK));
}
