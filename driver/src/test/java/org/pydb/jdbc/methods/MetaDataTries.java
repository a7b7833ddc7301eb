package org.pydb.jdbc.methods;

import java.lang.reflect.Method;
import java.sql.ParameterMetaData;
import java.sql.ResultSetMetaData;

/** {@link ResultSetMetaData} and {@link ParameterMetaData}. */
final class MetaDataTries {

  private MetaDataTries() {}

  static Tries<ResultSetMetaData> ofResult(Fixture fixture) throws Exception {
    Tries<ResultSetMetaData> on =
        new Tries<>(
            ResultSetMetaData.class,
            fixture,
            c ->
                c.createStatement()
                    .executeQuery("select id as number, weight, name || '!' as loud from pet")
                    .getMetaData());
    for (Method method : ResultSetMetaData.class.getDeclaredMethods()) {
      if (method.getParameterCount() == 1) {
        on.call(
            Tries.signature(method),
            m ->
                Shown.of(method.invoke(m, 1))
                    + " / "
                    + Shown.of(method.invoke(m, 2))
                    + " / "
                    + Shown.of(method.invoke(m, 3)));
      }
    }
    on.call("getColumnCount()", ResultSetMetaData::getColumnCount);
    on.call("isWrapperFor(Class)", m -> m.isWrapperFor(m.getClass()));
    on.call("unwrap(Class)", m -> m.unwrap(ResultSetMetaData.class) == m);
    return on;
  }

  static Tries<ParameterMetaData> ofParameters(Fixture fixture) throws Exception {
    Tries<ParameterMetaData> on =
        new Tries<>(
            ParameterMetaData.class,
            fixture,
            c ->
                c.prepareStatement("select id from pet where name = ? and weight > ?")
                    .getParameterMetaData());
    for (Method method : ParameterMetaData.class.getDeclaredMethods()) {
      if (method.getParameterCount() == 1) {
        on.call(
            Tries.signature(method),
            m -> Shown.of(method.invoke(m, 1)) + " / " + Shown.of(method.invoke(m, 2)));
      }
    }
    on.call("getParameterCount()", ParameterMetaData::getParameterCount);
    on.call("isWrapperFor(Class)", m -> m.isWrapperFor(m.getClass()));
    on.call("unwrap(Class)", m -> m.unwrap(ParameterMetaData.class) == m);
    return on;
  }
}
