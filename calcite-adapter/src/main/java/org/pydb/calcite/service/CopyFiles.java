package org.pydb.calcite.service;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.ToLongFunction;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.copy.CopyInput;
import org.pydb.calcite.parser.CopyStatement;

/** COPY from and to files that the application allows. Stateless. */
final class CopyFiles {
  private CopyFiles() {}

  /** Runs a COPY that names a file; gives the number of rows. */
  static long run(Session session, Execution execution, String sql, CopyStatement copy) {
    String file = copy.file();
    if (file == null) {
      throw new SqlError(
          "0A000",
          copy.isInto()
              ? "COPY FROM STDIN wants a stream: call copyIn of the PydbConnection"
              : "COPY TO STDOUT wants a stream: call copyOut of the PydbConnection");
    }
    try {
      return copy.isInto()
          ? read(session.files().forReading(file), in -> CopyIn.run(session, execution, copy, in))
          : write(
              session.files().forWriting(file),
              out -> CopyOut.run(session, execution, sql, copy, out));
    } catch (NoSuchFileException e) {
      throw new SqlError("58P01", "there is no file '" + file + "'", e);
    } catch (IOException e) {
      throw new SqlError("58030", "COPY and the file '" + file + "': " + e, e);
    }
  }

  private static long read(Path file, ToLongFunction<CopyInput> body) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return body.applyAsLong(CopyInput.utf8(in));
    }
  }

  /** Writes a file, which gets its name when it is whole. */
  static long write(Path file, ToLongFunction<Writer> body) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(directory, file.getFileName() + ".", "-part");
    boolean isDone = false;
    try {
      long count;
      try (BufferedWriter out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
        count = body.applyAsLong(out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      isDone = true;
      return count;
    } finally {
      if (!isDone) {
        Files.deleteIfExists(part);
      }
    }
  }
}
