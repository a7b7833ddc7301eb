package org.pydb.jdbc.storm;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Starts JVMs in half the time: from an archive of loaded classes, which one of them makes when it
 * ends. Archives hold classes of jars only, so directories on the class path are packed first.
 */
final class FastJava {
  private final Path archive;
  private final String classPath;

  /** Packs the class path of this JVM. */
  FastJava(Path directory) throws IOException {
    Files.createDirectories(directory);
    archive = directory.resolve("classes.jsa");
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      entries.add(
          Files.isDirectory(path)
              ? pack(path, directory.resolve(entries.size() + ".jar")).toString()
              : entry);
    }
    classPath = String.join(File.pathSeparator, entries);
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        packed.putNextEntry(new JarEntry(name));
        Files.copy(file, packed);
      }
    }
    return jar;
  }

  /** Lets a program go on until it has printed so many lines, then archives what it has loaded. */
  void learn(int lines, Class<?> program, String... arguments) throws IOException {
    Process process = start("-XX:ArchiveClassesAtExit=" + archive, program, arguments);
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < lines; i++) {
        String unused = output.readLine();
      }
      process.getOutputStream().close();
      output.lines().forEach(line -> {});
    }
    process.onExit().join();
  }

  /** Starts a program. */
  Process start(Class<?> program, String... arguments) throws IOException {
    return start("-XX:SharedArchiveFile=" + archive, program, arguments);
  }

  private Process start(String archiving, Class<?> program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(archiving);
    command.add("-Xlog:disable"); // It may complain about classes that it cannot archive.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-ea:org.pydb...", "-cp", classPath, program.getName()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
