package org.pydb.jdbc.history;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pydb.engine.testkit.Seeds;

/**
 * A serializable transaction is safe only if every way to read says what it has read. Of each way
 * it is tried here whether histories would notice if it did not: the engine is loaded once more
 * with that taken out of one class.
 */
class PlantedReadsTest {
  private static final int ROUNDS_MAX = 12;

  @ParameterizedTest
  @CsvSource({
    "TableCursor, open, CHOSEN",
    "TableCursor, open, WHOLE_TABLES",
    "TableCursor, open, HASH_JOINS",
    "TableCursor, open, MERGE_JOINS",
    "TableCursor, open, LOOP_JOINS",
    "View, split, PARALLEL",
    "IndexCursor, open, INDEX_ONLY",
    "RowFetch, fill, INDEX",
    "RowLookup, find, LOOKUP_JOINS",
  })
  void whatIsReadAndNotReportedIsNoticed(String readerClass, String method, String access)
      throws ReflectiveOperationException {
    Random random = Seeds.random("PlantedReadsTest, " + readerClass + " by " + access);
    Planted planted = new Planted("org.pydb.engine.table." + readerClass, method);
    Class.forName("org.pydb.jdbc.PydbDriver", true, planted);
    Method play =
        planted
            .loadClass(HistoryRound.class.getName())
            .getDeclaredMethod("anomalies", String.class, String.class, long.class);
    play.setAccessible(true);
    int found = 0;
    for (int i = 0; i < ROUNDS_MAX && found == 0; i++) {
      found = (int) play.invoke(null, "jdbc:pydb:mem:planted-" + i, access, random.nextLong());
    }
    assertThat(found).as("anomalies").isPositive();
  }

  /** All of pydb once more, with one method of one class that reports no reads. */
  private static final class Planted extends ClassLoader {
    private final String changed;
    private final byte[] bytes;

    Planted(String changed, String method) {
      super(PlantedReadsTest.class.getClassLoader());
      this.changed = changed;
      ClassFileLocator classes = ClassFileLocator.ForClassLoader.of(getParent());
      var builder =
          new ByteBuddy()
              .redefine(TypePool.Default.of(classes).describe(changed).resolve(), classes);
      byte[] before = builder.make().getBytes();
      bytes =
          builder
              .visit(
                  MemberSubstitution.relaxed().method(named("noteRead")).stub().on(named(method)))
              .make()
              .getBytes();
      assertThat(Arrays.equals(bytes, before)).as("nothing to change in " + changed).isFalse();
      setDefaultAssertionStatus(false); // The histories shall find it, not an assertion.
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        if (known != null) {
          return known;
        }
        return name.startsWith("org.pydb.") ? define(name) : super.loadClass(name, resolve);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      if (name.equals(changed)) {
        return defineClass(name, bytes, 0, bytes.length);
      }
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] same = in.readAllBytes();
        return defineClass(name, same, 0, same.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
