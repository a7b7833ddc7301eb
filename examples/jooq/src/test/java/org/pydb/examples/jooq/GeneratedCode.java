package org.pydb.examples.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jooq.Table;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

/** What jOOQ's generator writes for a database, compiled and loaded. */
final class GeneratedCode {
  private final ClassLoader loader;

  private GeneratedCode(ClassLoader loader) {
    this.loader = loader;
  }

  /** Generates, as the generator's class for a kind of database reads the schema. */
  static GeneratedCode of(String url, String reader, Path directory) throws Exception {
    GenerationTool.generate(
        new Configuration()
            .withLogging(Logging.WARN)
            .withJdbc(new Jdbc().withUrl(url).withDriver("org.pydb.jdbc.PydbDriver"))
            .withGenerator(
                new Generator()
                    .withDatabase(new Database().withName(reader).withInputSchema("public"))
                    .withTarget(
                        new Target().withPackageName("shop").withDirectory(directory.toString()))));
    List<String> arguments =
        Stream.concat(
                Stream.of("-nowarn", "-proc:none", "-cp", System.getProperty("java.class.path")),
                sources(directory).stream())
            .toList();
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(exit).as("exit code of javac").isZero();
    return new GeneratedCode(new URLClassLoader(new URL[] {directory.toUri().toURL()}));
  }

  private static List<String> sources(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toString).filter(file -> file.endsWith(".java")).toList();
    }
  }

  /** A table, as the generated class has it. */
  Table<?> table(String className, String constant) throws ReflectiveOperationException {
    return (Table<?>) loader.loadClass("shop.tables." + className).getField(constant).get(null);
  }
}
