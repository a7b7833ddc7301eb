package org.pydb.engine.salvage;

import java.util.List;

/**
 * What a salvage found. Immutable.
 *
 * @param findings what is wrong with the file as a whole; empty if nothing is
 * @param tables what became of each table, by name
 */
public record SalvageReport(List<String> findings, List<Table> tables) {

  /** That it is not known how many rows were lost. */
  public static final long UNKNOWN = -1;

  /**
   * What became of one table.
   *
   * @param name schema and name
   * @param rows how many of its rows are in the new database
   * @param lost how many are not, or {@link #UNKNOWN}
   * @param findings what is known about those: ranges of keys, pages, broken constraints
   */
  public record Table(String name, long rows, long lost, List<String> findings) {
    /** Takes a copy of the list. */
    public Table {
      findings = List.copyOf(findings);
    }
  }

  /** Takes copies of the lists. */
  public SalvageReport {
    findings = List.copyOf(findings);
    tables = List.copyOf(tables);
  }

  /** Whether nothing was damaged: the new database holds all that the old one did. */
  public boolean isWhole() {
    return findings.isEmpty()
        && tables.stream().allMatch(table -> table.lost() == 0 && table.findings().isEmpty());
  }
}
