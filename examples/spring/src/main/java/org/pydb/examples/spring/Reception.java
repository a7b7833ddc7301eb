package org.pydb.examples.spring;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** What happens at the reception: each of these is a transaction. */
@Service
public class Reception {
  private final JdbcTemplate jdbc;
  private final Visits visits;
  private final Audit audit;

  public Reception(JdbcTemplate jdbc, Visits visits, Audit audit) {
    this.jdbc = jdbc;
    this.visits = visits;
    this.audit = audit;
  }

  /** All of these visits, or none; that they were asked for is noted in any case. */
  @Transactional
  public void book(int pet, List<String> reasons) {
    audit.note("book " + reasons.size());
    reasons.forEach(reason -> visits.add(pet, reason));
  }

  /** Those of these visits that can be booked; gives how many. */
  @Transactional
  public int bookWhatGoes(int pet, List<String> reasons) {
    int booked = 0;
    for (String reason : reasons) {
      try {
        visits.addNested(pet, reason);
        booked++;
      } catch (IllegalArgumentException e) {
        audit.note("not booked: " + e.getMessage());
      }
    }
    return booked;
  }

  /** Counts, in a transaction that may not write but tries to. */
  @Transactional(readOnly = true)
  public void writeThoughReadOnly() {
    jdbc.update("delete from visit");
  }

  /** The isolation level that a transaction has. */
  @Transactional(isolation = Isolation.SERIALIZABLE)
  public String isolation() {
    return jdbc.queryForObject("show transaction_isolation", String.class);
  }

  /** Takes longer than it may. */
  @Transactional(timeout = 1)
  public void sleep() {
    jdbc.queryForList("select pg_sleep(60)");
  }
}
