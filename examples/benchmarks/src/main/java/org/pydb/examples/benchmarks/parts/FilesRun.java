package org.pydb.examples.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pydb.engine.error.StorageException;
import org.pydb.examples.benchmarks.report.Report;

/** All workloads on the B+tree, on each kind of file. */
final class FilesRun {

  private FilesRun() {}

  /** Measures and reports. */
  static void run(Path databases, int entries, Report report) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (FileKind kind : FileKind.values()) {
      Contender contender = Contender.on(kind);
      try {
        outcomes.add(Trial.run(contender, entries, databases, report::say));
      } catch (StorageException e) {
        if (kind != FileKind.DIRECT) {
          throw e;
        }
        report.say("  " + kind.title() + " is not to be had here: " + e.getMessage());
        outcomes.add(new Outcome(contender));
      }
    }
    Comparison rates = new Comparison("B+tree on files that are", outcomes);
    for (Workload workload : Workload.values()) {
      rates.add(workload.title(), "/s", outcome -> outcome.perSecond(workload));
    }
    rates.publish(
        report,
        "parts-files",
        "Operations a second, the B+tree on each kind of file: longer is better");
    new Comparison("B+tree on files that are", outcomes)
        .addAmplification()
        .publish(
            report,
            "parts-files-amplification",
            "Bytes of files beside bytes of keys and values, the B+tree on each kind of file");
  }
}
