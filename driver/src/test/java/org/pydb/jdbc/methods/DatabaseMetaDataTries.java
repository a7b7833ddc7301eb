package org.pydb.jdbc.methods;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.Types;
import org.pydb.jdbc.metadata.PydbDatabaseMetaData;

/** {@link DatabaseMetaData}. */
final class DatabaseMetaDataTries {

  private DatabaseMetaDataTries() {}

  static Tries<DatabaseMetaData> all(Fixture fixture) throws Exception {
    Tries<DatabaseMetaData> on =
        new Tries<>(DatabaseMetaData.class, fixture, Connection::getMetaData);
    for (Method method : DatabaseMetaData.class.getDeclaredMethods()) {
      if (method.getReturnType() != ResultSet.class) {
        on.call(Tries.signature(method), m -> fact(m, method));
      } else if (method.getParameterCount() == 0) {
        on.call(Tries.signature(method), m -> method.invoke(m));
      }
    }
    tables(on);
    keys(on);
    routines(on);
    on.call("isWrapperFor(Class)", m -> m.isWrapperFor(PydbDatabaseMetaData.class));
    on.call("unwrap(Class)", m -> m.unwrap(PydbDatabaseMetaData.class));
    return on;
  }

  /** A fact; one about kinds of result sets is asked of those that scroll. */
  private static Object fact(DatabaseMetaData metaData, Method method) throws Exception {
    return switch (method.getParameterCount()) {
      case 0 -> versionless(metaData, method.invoke(metaData));
      case 1 -> method.invoke(metaData, argument(method.getName()));
      default ->
          method.getName().equals("supportsConvert")
              ? method.invoke(metaData, Types.VARCHAR, Types.INTEGER)
              : method.invoke(
                  metaData, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
    };
  }

  private static int argument(String method) {
    return switch (method) {
      case "supportsResultSetHoldability" -> ResultSet.CLOSE_CURSORS_AT_COMMIT;
      case "supportsTransactionIsolationLevel" -> Connection.TRANSACTION_SERIALIZABLE;
      default -> ResultSet.TYPE_SCROLL_INSENSITIVE;
    };
  }

  /** The page is not to change with each release. */
  private static Object versionless(DatabaseMetaData metaData, Object fact) throws Exception {
    boolean isVersion =
        fact instanceof String text && text.contains(metaData.getDatabaseProductVersion());
    return isVersion ? "the version" : fact;
  }

  private static void tables(Tries<DatabaseMetaData> on) throws Exception {
    String[] types = {"TABLE", "VIEW"};
    on.call("getSchemas(String, String)", m -> m.getSchemas(null, "pub%"));
    on.call(
        "getTables(String, String, String, String[])",
        m -> m.getTables(null, "public", "%", types));
    on.call(
        "getColumns(String, String, String, String)",
        m -> m.getColumns(null, "public", "pet", "%"));
    on.call(
        "getPseudoColumns(String, String, String, String)",
        m -> m.getPseudoColumns(null, "public", "pet", "%"));
    on.call(
        "getTablePrivileges(String, String, String)",
        m -> m.getTablePrivileges(null, "public", "pet"));
    on.call(
        "getColumnPrivileges(String, String, String, String)",
        m -> m.getColumnPrivileges(null, "public", "pet", "name"));
    on.call(
        "getBestRowIdentifier(String, String, String, int, boolean)",
        m -> m.getBestRowIdentifier(null, "public", "pet", DatabaseMetaData.bestRowSession, false));
    on.call(
        "getVersionColumns(String, String, String)",
        m -> m.getVersionColumns(null, "public", "pet"));
    on.call("getSuperTables(String, String, String)", m -> m.getSuperTables(null, "public", "pet"));
  }

  private static void keys(Tries<DatabaseMetaData> on) throws Exception {
    on.call("getPrimaryKeys(String, String, String)", m -> m.getPrimaryKeys(null, "public", "pet"));
    on.call(
        "getImportedKeys(String, String, String)", m -> m.getImportedKeys(null, "public", "pet"));
    on.call(
        "getExportedKeys(String, String, String)", m -> m.getExportedKeys(null, "public", "owner"));
    on.call(
        "getCrossReference(String, String, String, String, String, String)",
        m -> m.getCrossReference(null, "public", "owner", null, "public", "pet"));
    on.call(
        "getIndexInfo(String, String, String, boolean, boolean)",
        m -> m.getIndexInfo(null, "public", "pet", false, true));
  }

  private static void routines(Tries<DatabaseMetaData> on) throws Exception {
    on.call("getFunctions(String, String, String)", m -> m.getFunctions(null, null, "abs"));
    on.call(
        "getFunctionColumns(String, String, String, String)",
        m -> m.getFunctionColumns(null, null, "abs", "%"));
    on.call("getProcedures(String, String, String)", m -> m.getProcedures(null, null, "%"));
    on.call(
        "getProcedureColumns(String, String, String, String)",
        m -> m.getProcedureColumns(null, null, "%", "%"));
    on.call("getUDTs(String, String, String, int[])", m -> m.getUDTs(null, null, "%", null));
    on.call("getSuperTypes(String, String, String)", m -> m.getSuperTypes(null, null, "%"));
    on.call(
        "getAttributes(String, String, String, String)",
        m -> m.getAttributes(null, null, "%", "%"));
  }
}
