package org.pydb.jdbc.bind;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.LargeSpool;
import org.pydb.calcite.api.ParameterInfo;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlResult;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;

/**
 * The values of a prepared statement's parameters, which stay bound from one run to the next. Used
 * by one thread at a time.
 *
 * <p>A query may read the values as long as its result is open. So when one is set meanwhile, the
 * query keeps what it has, and from then on there is a copy.
 */
public final class Parameters {
  private final List<ParameterInfo> places;

  /** Gives room for values that need not be in memory; null if there is none. */
  private final @Nullable Supplier<LargeSpool> spools;

  private ParameterValues values;

  /** The result that may still read the values. */
  private @Nullable SqlResult reader;

  /** Parameters without values, which are all kept in memory. */
  public Parameters(List<ParameterInfo> places) {
    this(places, null);
  }

  /**
   * Parameters without values.
   *
   * @param spools gives room for values that need not be in memory; null if there is none
   */
  public Parameters(List<ParameterInfo> places, @Nullable Supplier<LargeSpool> spools) {
    this.places = places;
    this.spools = spools;
    values = new ParameterValues(places.size());
  }

  /** The parameters. */
  public List<ParameterInfo> places() {
    return places;
  }

  /**
   * The values, to set one.
   *
   * @param parameter which one it will be, counted from 1
   * @throws SQLException 07009 if there is no such parameter
   */
  public ParameterValues toSet(int parameter) throws SQLException {
    if (parameter < 1 || parameter > values.size()) {
      throw SqlExceptions.of(
          SqlStates.NO_SUCH_INDEX,
          values.size() == 0
              ? "there is no parameter " + parameter + ": the statement has none"
              : "there is no parameter " + parameter + ": they count from 1 to " + values.size());
    }
    SqlResult lentTo = reader;
    if (lentTo != null) {
      if (!lentTo.isClosed()) {
        values = values.copy();
      }
      reader = null;
    }
    return values;
  }

  /**
   * The values, to run the statement.
   *
   * @throws SQLException 07001 if one is missing
   */
  public ParameterValues toRun() throws SQLException {
    ParameterValues all = values;
    for (int i = 0; i < all.size(); i++) {
      if (!all.isBound(i)) {
        throw SqlExceptions.of(
            SqlStates.PARAMETER_MISSING,
            "parameter " + (i + 1) + " of " + all.size() + " has no value");
      }
    }
    return all;
  }

  /** Room for a value that is too large for memory; null if there is none. */
  @Nullable LargeSpool newSpool() {
    return spools == null ? null : spools.get();
  }

  /** Remembers that a result may read the values from now on. */
  public void lendTo(SqlResult result) {
    reader = result;
  }

  /** Forgets all values. */
  public void clear() {
    if (reader == null || reader.isClosed()) {
      values.clear();
    } else {
      values = new ParameterValues(values.size());
    }
    reader = null;
  }

  /** The kind that a parameter's place asks for, or null if any fits; counted from 1. */
  @Nullable ColumnKind kind(int parameter) {
    ColumnType type = places.get(parameter - 1).type();
    return type == null ? null : type.kind();
  }
}
