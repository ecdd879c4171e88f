package io.mkube.app.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.logging.LogManager;
import org.slf4j.LoggerFactory;

/**
 * Sends logs to stderr: warnings, and what the controllers change unless it is to be {@link
 * Detail#QUIET}; with {@link Detail#DEBUG} everything of mkube.
 */
public final class Logs {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}%replace( %X{kind}/%X{name}){' /$', ''}"
          + ": %msg%n";

  private Logs() {}

  /** How much is told. */
  public enum Detail {
    QUIET,
    NORMAL,
    DEBUG
  }

  /** Takes effect for the whole process; a second call replaces the first. */
  public static void configure(Detail detail) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();

    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN + (detail == Detail.DEBUG ? "" : "%nopex"));
    encoder.start();

    ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
    stderr.setContext(context);
    stderr.setTarget("System.err");
    stderr.setEncoder(encoder);
    stderr.start();

    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(stderr);
    root.setLevel(Level.WARN);
    // What changed on devices and in objects is told; that a part has opened its files is not.
    context.getLogger("io.mkube").setLevel(detail == Detail.DEBUG ? Level.DEBUG : Level.WARN);
    if (detail == Detail.NORMAL) {
      context.getLogger("io.mkube.controllers").setLevel(Level.INFO);
    }

    // OkHttp and Bouncy Castle log through java.util.logging, whose default tells INFO on stderr.
    LogManager.getLogManager().reset();
    java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.OFF);
  }
}
