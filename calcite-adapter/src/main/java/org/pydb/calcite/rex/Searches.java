package org.pydb.calcite.rex;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Sarg;
import org.pydb.calcite.function.ScalarFunctions;

/** Calcite's {@code SEARCH(x, Sarg[…])}, a set of points and ranges, as ordinary conditions. */
public final class Searches {

  private Searches() {}

  /** The condition that the call stands for. */
  public static RexNode expand(RexCall call) {
    RexBuilder builder = PydbRexBuilder.INSTANCE;
    Sarg<?> sarg = sarg(call);
    if (sarg.isPoints() && sarg.pointCount > 1 && sarg.nullAs == RexUnknownAs.UNKNOWN) {
      RexLiteral literal = (RexLiteral) call.getOperands().get(1);
      List<RexNode> operands = new ArrayList<>();
      operands.add(call.getOperands().get(0));
      sarg.rangeSet
          .asRanges()
          .forEach(
              range ->
                  operands.add(
                      builder.makeLiteral(range.lowerEndpoint(), literal.getType(), false)));
      return builder.makeCall(ScalarFunctions.IN_LIST, operands);
    }
    return RexUtil.expandSearch(builder, null, call);
  }

  /** The set that the call looks in. */
  public static Sarg<?> sarg(RexCall search) {
    RexLiteral literal = (RexLiteral) search.getOperands().get(1);
    assert literal.getTypeName() == SqlTypeName.SARG;
    Sarg<?> sarg = literal.getValueAs(Sarg.class);
    if (sarg == null) {
      throw new IllegalArgumentException(search + " has no set");
    }
    return sarg;
  }
}
