package org.pydb.jdbc;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.CommonDataSource;
import org.jspecify.annotations.Nullable;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.url.ConnectionProperty;
import org.pydb.jdbc.url.DatabaseUrl;

/**
 * What sources of connections have in common: which database, and how to connect to it. Thread-safe
 * once it is set up.
 */
public abstract class PydbCommonDataSource implements CommonDataSource {
  private volatile @Nullable String url;
  private final Properties properties = new Properties();
  private volatile @Nullable Supplier<char @Nullable []> keySource;
  private @Nullable PrintWriter logWriter;
  private int loginTimeoutSeconds;

  PydbCommonDataSource(@Nullable String url) {
    this.url = url;
  }

  /** The URL, or null if it was not set. */
  public final @Nullable String getUrl() {
    return url;
  }

  /** Sets the URL: {@code jdbc:pydb:…}. */
  public final void setUrl(String url) {
    this.url = url;
  }

  /** The user, or null if none was set. */
  public final @Nullable String getUser() {
    return properties.getProperty(ConnectionProperty.USER.key());
  }

  /** Sets the user. */
  public final void setUser(@Nullable String user) {
    setProperty(ConnectionProperty.USER.key(), user);
  }

  /** Sets the password, which is not looked at. */
  public final void setPassword(@Nullable String password) {
    setProperty(ConnectionProperty.PASSWORD.key(), password);
  }

  /** Sets a connection property, or takes it back with null. */
  public final void setProperty(String name, @Nullable String value) {
    if (value == null) {
      properties.remove(name);
    } else {
      properties.setProperty(name, value);
    }
  }

  /**
   * Sets who gives the key of an encrypted database, instead of the property {@code
   * encryption_key}: it may ask a vault or a person. It is asked for each connection.
   *
   * @param source gives the key in an array that is overwritten afterwards; null to take it back
   */
  public final void setEncryptionKeySource(@Nullable Supplier<char @Nullable []> source) {
    keySource = source;
  }

  /** What is to be connected to, for a user if one is given. */
  final Target target(@Nullable String user) throws SQLException {
    Properties given = new Properties();
    given.putAll(properties);
    if (user != null) {
      given.setProperty(ConnectionProperty.USER.key(), user);
    }
    String target = url;
    if (target == null || !target.startsWith(DatabaseUrl.PREFIX)) {
      throw SqlExceptions.of(
          SqlStates.CANNOT_CONNECT,
          "the URL of the data source is "
              + (target == null ? null : target.replaceFirst("[?].*", "?…"))
              + ": expected "
              + DatabaseUrl.PREFIX
              + "…");
    }
    DatabaseUrl parsed = DatabaseUrl.parse(target, given);
    Supplier<char @Nullable []> source = keySource;
    return new Target(target, source == null ? parsed : parsed.withKey(source));
  }

  /**
   * A database and how to connect to it.
   *
   * @param url as it was given
   * @param parsed what it says, with the properties
   */
  record Target(String url, DatabaseUrl parsed) {}

  @Override
  public final @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  /** Kept, and never written to. */
  @Override
  public final void setLogWriter(@Nullable PrintWriter writer) {
    logWriter = writer;
  }

  @Override
  public final int getLoginTimeout() {
    return loginTimeoutSeconds;
  }

  /** Kept, and never used: there is nobody to wait for. */
  @Override
  public final void setLoginTimeout(int seconds) {
    loginTimeoutSeconds = seconds;
  }

  @Override
  public final Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw SqlExceptions.notSupported("logging by java.util.logging");
  }
}
