package io.mkube.routeros.simulator.fault;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which faults happen with which probability. The same plan and seed give the same decisions for
 * the same sequence of calls.
 *
 * @param profile defaults and latencies
 * @param seed seed of the decisions
 * @param overrides probabilities that replace the profile's, each 0 to 1
 */
public record FaultPlan(FaultProfile profile, long seed, Map<Fault, Double> overrides) {
  public FaultPlan {
    overrides = Map.copyOf(overrides);
  }

  /** No faults, no latency. */
  public static FaultPlan off() {
    return new FaultPlan(FaultProfile.OFF, 0, Map.of());
  }

  /**
   * Reads {@code profile=off|demo|realistic|hostile[,seed=N][,NAME=PROBABILITY]…}; a missing
   * profile is {@code off}.
   *
   * @throws IllegalArgumentException naming the part that is wrong and what is known
   */
  public static FaultPlan parse(String specification) {
    FaultProfile profile = FaultProfile.OFF;
    long seed = 0;
    Map<Fault, Double> overrides = new EnumMap<>(Fault.class);
    for (String part : specification.split(",", -1)) {
      String text = part.strip();
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("fault specification: '" + text + "' is not NAME=VALUE");
      }
      String name = text.substring(0, equals);
      String value = text.substring(equals + 1);
      switch (name) {
        case "profile" -> profile = profile(value);
        case "seed" -> seed = seed(value);
        default -> overrides.put(fault(name), probability(name, value));
      }
    }
    return new FaultPlan(profile, seed, overrides);
  }

  /** The plan with one probability replaced. */
  public FaultPlan with(Fault fault, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(fault.label() + ": " + probability + " is not in 0..1");
    }
    Map<Fault, Double> changed = new EnumMap<>(Fault.class);
    changed.putAll(overrides);
    changed.put(fault, probability);
    return new FaultPlan(profile, seed, changed);
  }

  /** The plan with another seed. */
  public FaultPlan withSeed(long other) {
    return new FaultPlan(profile, other, overrides);
  }

  /** Probability of a fault. */
  public double probability(Fault fault) {
    Double override = overrides.get(fault);
    return override != null ? override : profile.probability(fault);
  }

  private static FaultProfile profile(String value) {
    return FaultProfile.ofLabel(value)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "fault specification: profile '"
                        + value
                        + "' is none of off, demo, realistic, hostile"));
  }

  private static long seed(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "fault specification: seed '" + value + "' is not a whole number", e);
    }
  }

  private static Fault fault(String name) {
    return Fault.ofLabel(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "fault specification: unknown fault '"
                        + name
                        + "'; known: "
                        + Arrays.stream(Fault.values())
                            .map(Fault::label)
                            .collect(Collectors.joining(", "))));
  }

  private static double probability(String name, String value) {
    double probability;
    try {
      probability = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "fault specification: " + name + "='" + value + "' is not a number", e);
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "fault specification: " + name + "=" + value + " is not in 0..1");
    }
    return probability;
  }
}
