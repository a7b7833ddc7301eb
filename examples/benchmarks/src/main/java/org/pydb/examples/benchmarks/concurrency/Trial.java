package org.pydb.examples.benchmarks.concurrency;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;

/**
 * The same trial for several databases, which take turns round by round; what counts is the median
 * of the rounds.
 */
final class Trial {
  private static final int WARM_UPS = 8;
  private static final int ROUNDS = 5;

  /** One round: figures by name. */
  @FunctionalInterface
  interface Round {
    Map<String, Double> run() throws Exception;
  }

  /** Lays it out in a new database. */
  @FunctionalInterface
  interface Layout {
    Round prepare(PeerDatabase database) throws Exception;
  }

  /** The figures of one contestant, one for each round. */
  private static final class Figures {
    final Map<String, List<Double>> samples = new LinkedHashMap<>();

    void add(Map<String, Double> figures) {
      figures.forEach(
          (name, value) -> samples.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    }

    double median(String name) {
      List<Double> sorted =
          samples.getOrDefault(name, List.of(Double.NaN)).stream().sorted().toList();
      return sorted.get(sorted.size() / 2);
    }
  }

  private final Map<String, Figures> figures = new LinkedHashMap<>();

  private Trial() {}

  /** Runs it with some databases, and with one round that needs none. */
  static Trial run(
      List<Peer> peers, Path databases, Layout layout, Map<String, Round> withoutDatabase)
      throws Exception {
    Trial trial = new Trial();
    Deque<PeerDatabase> open = new ArrayDeque<>();
    try {
      Map<String, Round> rounds = new LinkedHashMap<>();
      for (Peer peer : peers) {
        PeerDatabase database = PeerDatabase.create(peer, databases);
        open.add(database);
        rounds.put(peer.name(), layout.prepare(database));
      }
      rounds.putAll(withoutDatabase);
      for (int i = -WARM_UPS; i < ROUNDS; i++) {
        for (Map.Entry<String, Round> round : rounds.entrySet()) {
          Map<String, Double> found = round.getValue().run();
          if (i >= 0) {
            trial.figures.computeIfAbsent(round.getKey(), name -> new Figures()).add(found);
          }
        }
      }
      return trial;
    } finally {
      close(open);
    }
  }

  private static void close(Deque<PeerDatabase> open) throws SQLException {
    while (!open.isEmpty()) {
      open.removeLast().close();
    }
  }

  /** Who took part, in order. */
  List<String> contestants() {
    return List.copyOf(figures.keySet());
  }

  /** The median of a figure. */
  double median(String contestant, String figure) {
    Figures known = figures.get(contestant);
    return known == null ? Double.NaN : known.median(figure);
  }
}
