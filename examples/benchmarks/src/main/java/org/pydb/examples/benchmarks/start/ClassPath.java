package org.pydb.examples.benchmarks.start;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class path of an application that uses one database: that database's jars and the small
 * program, not the other peers. Directories of classes become jars, as an application has them.
 */
final class ClassPath {
  private static final List<String> PEERS = List.of("h2-", "hsqldb-", "derby", "sqlite-jdbc-");
  private static final List<String> TOOLS =
      List.of("jmh-", "jopt-simple", "tpch-", "duckdb", "junit", "assertj", "byte-buddy");

  private final Path directory;

  /** Jars that have to be made go to {@code directory}. */
  ClassPath(Path directory) {
    this.directory = directory;
  }

  /** For a peer whose jars' names begin so; for pydb if none does. */
  String of(String jarPrefix) throws IOException {
    List<String> parts = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(part).toAbsolutePath();
      String name = String.valueOf(path.getFileName());
      boolean isOfPeer = startsWithAny(name, PEERS);
      boolean isWanted =
          PEERS.contains(jarPrefix)
              ? name.startsWith(jarPrefix) || isProgram(path)
              : !isOfPeer && !startsWithAny(name, TOOLS);
      if (isWanted && Files.exists(path)) {
        parts.add(Files.isDirectory(path) ? jar(path).toString() : path.toString());
      }
    }
    return String.join(File.pathSeparator, parts);
  }

  private static boolean startsWithAny(String name, List<String> prefixes) {
    return prefixes.stream().anyMatch(name::startsWith);
  }

  private static boolean isProgram(Path path) {
    String own = StartChild.class.getName().replace('.', '/') + ".class";
    return Files.exists(path.resolve(own));
  }

  private Path jar(Path classes) throws IOException {
    Files.createDirectories(directory);
    Path jar = directory.resolve(Integer.toHexString(classes.hashCode()) + ".jar");
    if (!Files.exists(jar)) {
      try (OutputStream file = Files.newOutputStream(jar);
          JarOutputStream entries = new JarOutputStream(file)) {
        for (Path path : filesIn(classes)) {
          String name = classes.relativize(path).toString().replace(File.separatorChar, '/');
          entries.putNextEntry(new JarEntry(name));
          Files.copy(path, entries);
          entries.closeEntry();
        }
      }
    }
    return jar;
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
    }
  }
}
