package org.pydb.examples.mybatis;

import java.time.LocalDate;

/** What was written on a day. MyBatis fills it, and the id when it was stored. */
public class Entry {
  private int id;
  private LocalDate day = LocalDate.EPOCH;
  private String text = "";

  /** For MyBatis, which fills it. */
  public Entry() {}

  public Entry(LocalDate day, String text) {
    this.day = day;
    this.text = text;
  }

  public int getId() {
    return id;
  }

  public LocalDate getDay() {
    return day;
  }

  public String getText() {
    return text;
  }

  @Override
  public String toString() {
    return id + " " + day + ": " + text;
  }
}
