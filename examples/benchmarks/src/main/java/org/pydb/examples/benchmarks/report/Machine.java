package org.pydb.examples.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What the figures were taken on. */
public final class Machine {

  private Machine() {}

  /** Processor, system, file system, Java and load, in one line. */
  public static String describe(Path directory) throws IOException {
    Runtime runtime = Runtime.getRuntime();
    return String.join(
        ", ",
        List.of(
            LocalDate.now(ZoneOffset.UTC).toString(),
            runtime.availableProcessors() + " × " + processor(),
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            Files.getFileStore(directory).type() + " file system",
            "Java " + System.getProperty("java.runtime.version"),
            runtime.maxMemory() / (1 << 20) + " MB heap",
            "load at the start " + load()));
  }

  /** How busy the machine was in the last minute: runnable threads. */
  public static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "unknown" : Numbers.format(load);
  }

  private static String processor() throws IOException {
    Path cpuinfo = Path.of("/proc/cpuinfo");
    if (Files.isReadable(cpuinfo)) {
      for (String line : Files.readAllLines(cpuinfo)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    }
    return System.getProperty("os.arch");
  }
}
