package org.pydb.examples.benchmarks.feature;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.pydb.examples.benchmarks.peer.Peer;
import org.pydb.examples.benchmarks.peer.PeerDatabase;
import org.pydb.examples.benchmarks.peer.Peers;
import org.pydb.examples.benchmarks.report.Report;
import org.pydb.examples.benchmarks.report.TextTable;

/** Runs each script of the docs on each database and reports who can do what. */
public final class FeatureRun {
  private final Path parent;
  private final List<Peer> peers = new ArrayList<>(Peers.forReading());

  private FeatureRun(Path parent) {
    this.parent = parent;
    peers.addAll(Peers.duckdb());
  }

  /**
   * Runs all scripts.
   *
   * @param parent where the databases go
   * @param scripts the directory of the scripts
   */
  public static void run(Path parent, Path scripts, Report report) throws Exception {
    FeatureRun run = new FeatureRun(parent);
    StringBuilder page = new StringBuilder();
    int[] sums = new int[run.peers.size()];
    int count = 0;
    for (Script script : Script.all(scripts)) {
      TextTable table = run.table(script.topic());
      count += run.compare(script, table, sums);
      report.show(table);
      page.append("\n## ").append(capitalized(script.topic())).append("\n\n");
      page.append(table.markdown());
    }
    TextTable all = run.table("statements that run alike");
    List<String> cells = new ArrayList<>(List.of("of " + count));
    for (int sum : sums) {
      cells.add(String.valueOf(sum));
    }
    all.add(cells.toArray(String[]::new));
    report.show(all);
    report.publish("features.md", "features", all.markdown() + page);
    if (sums[0] < count) {
      throw new AssertionError("pydb does not answer as its scripts say");
    }
  }

  private TextTable table(String head) {
    List<String> heads = new ArrayList<>(List.of(head));
    peers.forEach(peer -> heads.add(peer.name().replaceFirst(",.*", "")));
    return new TextTable(heads.toArray(String[]::new));
  }

  private int compare(Script script, TextTable table, int[] sums) throws Exception {
    Deque<PeerDatabase> open = new ArrayDeque<>();
    int count = 0;
    try {
      for (Peer peer : peers) {
        open.add(PeerDatabase.create(peer, parent));
      }
      for (Feature feature : script.features()) {
        List<String> cells = new ArrayList<>(List.of(feature.title()));
        int who = 0;
        for (PeerDatabase database : open) {
          Verdict verdict = Verdict.of(feature, database.connection());
          cells.add(verdict.mark());
          sums[who++] += feature.isComparable() && verdict == Verdict.SAME ? 1 : 0;
        }
        if (feature.isComparable()) {
          table.add(cells.toArray(String[]::new));
          count++;
        }
      }
    } finally {
      while (!open.isEmpty()) {
        open.removeLast().close();
      }
    }
    return count;
  }

  private static String capitalized(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
