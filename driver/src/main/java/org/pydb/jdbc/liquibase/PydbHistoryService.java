package org.pydb.jdbc.liquibase;

import liquibase.changelog.StandardChangeLogHistoryService;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;

/** Liquibase's list of what has run, whose table is made by one Liquibase at a time. */
public final class PydbHistoryService extends StandardChangeLogHistoryService {

  @Override
  public int getPriority() {
    return PRIORITY_DATABASE;
  }

  @Override
  public boolean supports(Database candidate) {
    return candidate instanceof PydbDatabase;
  }

  @Override
  public void init() throws DatabaseException {
    FirstRun.alone(getDatabase(), super::init);
  }
}
