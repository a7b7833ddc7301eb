package org.pydb.jdbc.methods;

import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.ResultSet;
import java.sql.Savepoint;
import java.util.Map;

/** {@link Blob}, {@link Clob}, {@link Array} and {@link Savepoint}. */
final class ObjectTries {

  private ObjectTries() {}

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Tries<Blob> blob(Fixture fixture) throws Exception {
    Tries<Blob> on =
        new Tries<>(
            Blob.class,
            fixture,
            c -> {
              ResultSet rows = c.createStatement().executeQuery("select bytes from every");
              rows.next();
              return rows.getBlob(1);
            });
    on.call("length()", Blob::length);
    on.call("getBytes(long, int)", b -> b.getBytes(2, 1000));
    on.call("getBinaryStream()", Blob::getBinaryStream);
    on.call("getBinaryStream(long, long)", b -> b.getBinaryStream(2, 3));
    on.call("position(byte[], long)", b -> b.position(bytes("te"), 1));
    on.call(
        "position(Blob, long)",
        b -> {
          Blob pattern = fixture.connect().createBlob();
          pattern.setBytes(1, bytes("es"));
          return b.position(pattern, 1);
        });
    on.call("setBytes(long, byte[])", b -> b.setBytes(2, bytes("xx")) + " written: " + Shown.of(b));
    on.call(
        "setBytes(long, byte[], int, int)",
        b -> b.setBytes(6, bytes("abc"), 1, 2) + " written: " + Shown.of(b));
    on.call(
        "setBinaryStream(long)",
        b -> {
          try (OutputStream stream = b.setBinaryStream(6)) {
            stream.write(bytes("!"));
          }
          return "written: " + Shown.of(b);
        });
    on.call(
        "truncate(long)",
        b -> {
          b.truncate(2);
          return "then there are " + Shown.of(b);
        });
    on.call(
        "free()",
        b -> {
          b.free();
          b.free();
          return "then length() fails with " + Refusal.of(b::length);
        });
    return on;
  }

  /** Of a clob that a result gave, which is an {@link NClob} as well. */
  static Tries<Clob> clob(Fixture fixture) throws Exception {
    Tries<Clob> on =
        new Tries<>(
            Clob.class,
            fixture,
            c -> {
              ResultSet rows = c.createStatement().executeQuery("select text from every");
              rows.next();
              return rows.getClob(1);
            });
    on.call("length()", Clob::length);
    on.call("getSubString(long, int)", c -> c.getSubString(2, 1000));
    on.call("getCharacterStream()", Clob::getCharacterStream);
    on.call("getCharacterStream(long, long)", c -> c.getCharacterStream(2, 2));
    on.call("getAsciiStream()", Clob::getAsciiStream);
    on.call("position(String, long)", c -> c.position("xt", 1));
    on.call(
        "position(Clob, long)",
        c -> {
          Clob pattern = fixture.connect().createClob();
          pattern.setString(1, "ex");
          return c.position(pattern, 1);
        });
    on.call("setString(long, String)", c -> c.setString(2, "aa") + " written: " + Shown.of(c));
    on.call(
        "setString(long, String, int, int)",
        c -> c.setString(5, "abc", 1, 2) + " written: " + Shown.of(c));
    on.call(
        "setCharacterStream(long)",
        c -> {
          try (Writer writer = c.setCharacterStream(5)) {
            writer.write("!");
          }
          return "written: " + Shown.of(c);
        });
    on.call(
        "setAsciiStream(long)",
        c -> {
          try (OutputStream stream = c.setAsciiStream(5)) {
            stream.write('!');
          }
          return "written: " + Shown.of(c);
        });
    on.call(
        "truncate(long)",
        c -> {
          c.truncate(2);
          return "then there is " + Shown.of(c);
        });
    on.call(
        "free()",
        c -> {
          c.free();
          c.free();
          return "then length() fails with " + Refusal.of(c::length);
        });
    return on;
  }

  static Tries<Array> array(Fixture fixture) throws Exception {
    Tries<Array> on =
        new Tries<>(
            Array.class,
            fixture,
            c -> {
              ResultSet rows = c.createStatement().executeQuery("select list from every");
              rows.next();
              return rows.getArray(1);
            });
    on.call("getBaseType()", Array::getBaseType);
    on.call("getBaseTypeName()", Array::getBaseTypeName);
    on.call("getArray()", Array::getArray);
    on.call("getArray(Map)", a -> a.getArray(Map.of()));
    on.call("getArray(long, int)", a -> a.getArray(2, 1));
    on.call("getArray(long, int, Map)", a -> a.getArray(2, 1, Map.of()));
    on.call("getResultSet()", Array::getResultSet);
    on.call("getResultSet(Map)", a -> a.getResultSet(Map.of()));
    on.call("getResultSet(long, int)", a -> a.getResultSet(2, 1));
    on.call("getResultSet(long, int, Map)", a -> a.getResultSet(2, 1, Map.of()));
    on.call(
        "free()",
        a -> {
          a.free();
          a.free();
          return "then getArray() fails with " + Refusal.of(a::getArray);
        });
    return on;
  }

  static Tries<Savepoint> savepoint(Fixture fixture) throws Exception {
    Tries<Savepoint> on =
        new Tries<>(
            Savepoint.class,
            fixture,
            c -> {
              c.setAutoCommit(false);
              return c.setSavepoint("here");
            });
    on.call("getSavepointName()", Savepoint::getSavepointName);
    on.call(
        "getSavepointId()",
        s -> "fails with " + Refusal.of(s::getSavepointId) + ", as JDBC asks of one with a name");
    return on;
  }
}
