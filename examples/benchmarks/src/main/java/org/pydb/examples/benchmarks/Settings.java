package org.pydb.examples.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the programs are asked to do, from system properties.
 *
 * @param steps {@code benchmark}: which of them run, by name; {@code all} for all
 * @param directory {@code benchmark.directory}: where databases and figures go
 * @param docs {@code benchmark.docs}: the docs to rewrite, or null
 * @param only {@code benchmark.only}: the workloads to run, or none for all
 * @param tpchScale {@code benchmark.tpch.scale}: how much data the TPC-H queries are asked on
 * @param growthRows {@code benchmark.growth.rows}: how far tables grow
 * @param growthGigabytes {@code benchmark.growth.gigabytes}: how large the large file is
 * @param seconds {@code benchmark.seconds}: how long the bloat run takes
 * @param latencySeconds {@code benchmark.latency.seconds}: how long each line of latencies takes
 * @param recoveryMegabytes {@code benchmark.recovery.megabytes}: the data to be recovered
 * @param partsEntries {@code benchmark.parts.entries}: the entries of a store of keys and values
 */
record Settings(
    List<String> steps,
    Path directory,
    @Nullable Path docs,
    List<String> only,
    double tpchScale,
    int growthRows,
    int growthGigabytes,
    int seconds,
    int latencySeconds,
    int recoveryMegabytes,
    int partsEntries) {

  private static final String NONE = "none";

  static Settings read() {
    String docs = System.getProperty("benchmark.docs", NONE);
    return new Settings(
        words("benchmark", "rows"),
        Path.of(System.getProperty("benchmark.directory", "target")).toAbsolutePath(),
        docs.equals(NONE) ? null : Path.of(docs).toAbsolutePath(),
        words("benchmark.only", NONE),
        Double.parseDouble(System.getProperty("benchmark.tpch.scale", "0.1")),
        Integer.getInteger("benchmark.growth.rows", 10_000_000),
        Integer.getInteger("benchmark.growth.gigabytes", 10),
        Integer.getInteger("benchmark.seconds", 300),
        Integer.getInteger("benchmark.latency.seconds", 20),
        Integer.getInteger("benchmark.recovery.megabytes", 1_000),
        Integer.getInteger("benchmark.parts.entries", 200_000));
  }

  private static List<String> words(String property, String fallback) {
    return Arrays.stream(System.getProperty(property, fallback).split(","))
        .map(String::strip)
        .filter(word -> !word.equals(NONE))
        .toList();
  }

  /** Where databases are made. */
  Path databases() {
    return directory.resolve("databases");
  }

  /** The docs' scripts: those of the page to be written, or else of the project around. */
  Path scripts() {
    Path root = docs == null ? directory : docs;
    while (!Files.isDirectory(root.resolve("docs/scripts"))) {
      root = root.getParent();
      if (root == null) {
        throw new IllegalStateException("no docs/scripts above " + directory);
      }
    }
    return root.resolve("docs/scripts");
  }

  boolean asksFor(String step) {
    return steps.contains(step) || steps.contains("all");
  }

  boolean wants(String workload) {
    return only.isEmpty() || only.contains(workload);
  }
}
