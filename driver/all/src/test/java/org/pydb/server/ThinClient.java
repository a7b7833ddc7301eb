package org.pydb.server;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Avatica's remote JDBC driver from its own jars, which see no class of pydb. */
public final class ThinClient implements AutoCloseable {
  private static final Path JARS = Path.of("target", "client");

  private final URLClassLoader loader;
  private final Driver driver;

  /** Loads it. */
  public ThinClient() throws ReflectiveOperationException, IOException {
    List<URL> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(JARS, "*.jar")) {
      for (Path file : files) {
        jars.add(file.toUri().toURL());
      }
    }
    loader = new URLClassLoader(jars.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    driver =
        (Driver)
            loader
                .loadClass("org.apache.calcite.avatica.remote.Driver")
                .getDeclaredConstructor()
                .newInstance();
  }

  /** Connects. */
  public Connection connect(String url) throws SQLException {
    return driver.connect(url, new Properties());
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
