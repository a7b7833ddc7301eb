package org.pydb.examples.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.CreationTimestamp;
import org.jspecify.annotations.Nullable;

/** One change of an account. */
@Entity
public class Booking {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  private @Nullable Account account;

  @Column(nullable = false, precision = 15, scale = 2)
  private BigDecimal amount = BigDecimal.ZERO;

  private String text = "";

  @CreationTimestamp private @Nullable Instant moment;

  /** For Hibernate, which fills it. */
  protected Booking() {}

  Booking(Account account, BigDecimal amount, String text) {
    this.account = account;
    this.amount = amount;
    this.text = text;
  }

  public @Nullable Long id() {
    return id;
  }

  public @Nullable Account account() {
    return account;
  }

  public BigDecimal amount() {
    return amount;
  }

  public String text() {
    return text;
  }

  public @Nullable Instant moment() {
    return moment;
  }
}
