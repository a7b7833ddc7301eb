package org.pydb.examples.hibernate;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.NaturalId;
import org.jspecify.annotations.Nullable;

/** What a customer has at the bank. */
@Entity
public class Account {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE)
  private @Nullable Long id;

  /** Counts the changes: one who changes what is no longer so is refused. */
  @Version private int version;

  @NaturalId private String number;

  @Column(nullable = false, precision = 15, scale = 2)
  private BigDecimal balance = BigDecimal.ZERO;

  @Lob private @Nullable String contract;

  @OneToMany(mappedBy = "account", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("id")
  private final List<Booking> bookings = new ArrayList<>();

  /** For Hibernate, which fills it. */
  protected Account() {
    number = "";
  }

  /** An account with nothing on it. */
  public Account(String number) {
    this.number = number;
  }

  /** Adds to what is on it, or takes away. */
  public void book(BigDecimal amount, String text) {
    balance = balance.add(amount);
    bookings.add(new Booking(this, amount, text));
  }

  public @Nullable Long id() {
    return id;
  }

  public int version() {
    return version;
  }

  public String number() {
    return number;
  }

  public BigDecimal balance() {
    return balance;
  }

  public @Nullable String contract() {
    return contract;
  }

  public void sign(String text) {
    contract = text;
  }

  public List<Booking> bookings() {
    return bookings;
  }
}
