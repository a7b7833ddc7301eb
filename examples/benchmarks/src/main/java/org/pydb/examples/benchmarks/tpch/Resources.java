package org.pydb.examples.benchmarks.tpch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The SQL files of this package. */
final class Resources {

  private Resources() {}

  static String read(String fileName) {
    try (InputStream file = Resources.class.getResourceAsStream("/tpch/" + fileName)) {
      if (file == null) {
        throw new IllegalArgumentException("no resource tpch/" + fileName);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
