package io.mkube.store.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mkube.store.StoreException;
import io.mkube.store.StoreOpenException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.PurgeOptions;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamInfoOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bucket's stream: made, checked, asked and purged. Thread-safe. */
final class Bucket {
  private static final Logger LOG = LoggerFactory.getLogger(Bucket.class);
  static final Duration PATIENCE = Duration.ofSeconds(5);
  static final int WRONG_LAST_SEQUENCE = 10071;
  private static final int NO_MESSAGE = 10037;
  private static final int NO_STREAM = 10059;

  /** In place of no limit, which tools for key-value buckets do not take for one of theirs. */
  private static final long UNLIMITED = 1_000_000_000;

  private static final String FORMAT_TOKEN = "mkube-format";
  private static final byte[] LAST_SEQUENCE = "\"last_seq\":".getBytes(US_ASCII);

  private final NatsLink link;
  private final String stream;
  private final KeySubjects subjects;
  private final JetStreamManagement management;
  private final ReentrantLock asking = new ReentrantLock();
  private Question next = new Question();
  private volatile boolean batches;

  /** One question after the stream's last sequence, and all who wait for its answer. */
  private static final class Question {
    private boolean begun;
    private boolean answered;
    private long sequence;
    private StoreException.@Nullable Unavailable failure;
  }

  Bucket(NatsLink link, String name) throws IOException {
    this.link = link;
    this.stream = "KV_" + name;
    this.subjects = new KeySubjects(name);
    this.management =
        link.connection()
            .jetStreamManagement(JetStreamOptions.builder().requestTimeout(PATIENCE).build());
  }

  String stream() {
    return stream;
  }

  KeySubjects subjects() {
    return subjects;
  }

  JetStreamManagement management() {
    return management;
  }

  /**
   * Makes the bucket if it is missing, checks it, and claims the first revision.
   *
   * @throws StoreOpenException if the bucket is of a newer format or would lose objects
   */
  StreamInfo prepare(String place, NatsConfig.Bucket wanted)
      throws IOException, JetStreamApiException {
    StreamInfo info = info().orElse(null);
    if (info == null) {
      create(wanted);
      info = management.getStreamInfo(stream);
    }
    Optional<String> flaw = flaw(info.getConfiguration());
    if (flaw.isPresent()) {
      throw new StoreOpenException.Unsuitable(place, flaw.get());
    }
    claimFormat(place);
    StreamInfo ready = allowBatches(widen(info, wanted), wanted);
    batches = wanted.batches() && ready.getConfiguration().getAllowAtomicPublish();
    return ready;
  }

  /** Whether the stream takes several messages as one, on a server that can do so. */
  boolean batches() {
    return batches;
  }

  /** The server says that the stream takes none. */
  void refusesBatches() {
    batches = false;
  }

  private void create(NatsConfig.Bucket wanted) throws IOException, JetStreamApiException {
    management.addStream(
        StreamConfiguration.builder()
            .name(stream)
            .description("objects of the mkube API server")
            .subjects(subjects.all())
            .storageType(StorageType.File)
            .replicas(wanted.replicas())
            .maxMessagesPerSubject(perSubject(wanted))
            .maxBytes(wanted.maxBytes())
            .discardPolicy(DiscardPolicy.New)
            .allowRollup(true)
            .allowDirect(true)
            .denyDelete(true)
            .build());
  }

  /** Lets the stream take several messages as one, if that is wanted and the server can do so. */
  private StreamInfo allowBatches(StreamInfo info, NatsConfig.Bucket wanted)
      throws IOException, JetStreamApiException {
    StreamConfiguration found = info.getConfiguration();
    if (!wanted.batches() || found.getAllowAtomicPublish() || !link.features().atomicBatches()) {
      return info;
    }
    try {
      return management.updateStream(
          StreamConfiguration.builder(found).allowAtomicPublish(true).build());
    } catch (JetStreamApiException e) {
      LOG.warn("{}: it cannot take several messages as one: {}", stream, e.getMessage());
      return info;
    }
  }

  private static long perSubject(NatsConfig.Bucket wanted) {
    return wanted.history() > 0 ? wanted.history() : UNLIMITED;
  }

  /** Takes the limit from a bucket that has one by which no server may lose messages. */
  private StreamInfo widen(StreamInfo info, NatsConfig.Bucket wanted)
      throws IOException, JetStreamApiException {
    StreamConfiguration found = info.getConfiguration();
    if (wanted.history() > 0 || found.getMaxMsgsPerSubject() >= UNLIMITED) {
      return info;
    }
    try {
      return management.updateStream(
          StreamConfiguration.builder(found).maxMessagesPerSubject(UNLIMITED).build());
    } catch (JetStreamApiException e) {
      LOG.warn(
          "{}: its limit of {} messages for each key cannot be changed: {}",
          stream,
          found.getMaxMsgsPerSubject(),
          e.getMessage());
      return info;
    }
  }

  /** What would make objects vanish without a trace. */
  private static Optional<String> flaw(StreamConfiguration config) {
    if (!config.getMaxAge().isZero()) {
      return Optional.of("it removes what is older than " + config.getMaxAge() + " (ttl)");
    }
    boolean bounded = config.getMaxBytes() > 0 || config.getMaxMsgs() > 0;
    if (bounded && config.getDiscardPolicy() != DiscardPolicy.New) {
      return Optional.of("it removes the oldest objects when it is full (discard: old)");
    }
    return Optional.empty();
  }

  private void claimFormat(String place) throws IOException, JetStreamApiException {
    String subject = subjects.plain(FORMAT_TOKEN);
    byte[] format = String.valueOf(RecordCodec.FORMAT).getBytes(US_ASCII);
    try {
      management
          .jetStream()
          .publish(
              subject, format, PublishOptions.builder().expectedLastSubjectSequence(0).build());
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != WRONG_LAST_SEQUENCE) {
        throw e;
      }
      String found = new String(management.getLastMessage(stream, subject).getData(), US_ASCII);
      if (!found.equals(String.valueOf(RecordCodec.FORMAT))) {
        throw new StoreOpenException.Unsuitable(
            place,
            "it has data format "
                + found.replaceAll("[^0-9]", "?")
                + ", this version of mkube reads format "
                + RecordCodec.FORMAT
                + ": start the newer mkube that wrote it");
      }
    }
  }

  /**
   * Stores the message of the format anew.
   *
   * @throws JetStreamApiException if the server takes no messages
   */
  void probe() throws IOException, JetStreamApiException {
    String subject = subjects.plain(FORMAT_TOKEN);
    MessageInfo last = management.getLastMessage(stream, subject);
    management
        .jetStream()
        .publish(
            subject,
            last.getData(),
            PublishOptions.builder().expectedLastSubjectSequence(last.getSeq()).build());
    purge(subject, last.getSeq());
  }

  boolean isFormat(String subject) {
    return subject.equals(subjects.plain(FORMAT_TOKEN));
  }

  /** The stream as it is; empty if it does not exist. */
  Optional<StreamInfo> info() throws IOException, JetStreamApiException {
    try {
      return Optional.of(management.getStreamInfo(stream));
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == NO_STREAM) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A message by its sequence; empty if it is gone. */
  Optional<MessageInfo> message(long sequence) throws IOException, JetStreamApiException {
    try {
      return Optional.of(management.getMessage(stream, sequence));
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == NO_MESSAGE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Sequence of a subject's last message, 0 if there is none. */
  long lastOf(String subject) throws IOException, JetStreamApiException {
    try {
      return management.getLastMessage(stream, subject).getSeq();
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == NO_MESSAGE) {
        return 0;
      }
      throw e;
    }
  }

  /** Removes a subject's messages up to a sequence, and returns how many. */
  long purge(String subject, long sequence) throws IOException, JetStreamApiException {
    return management
        .purgeStream(stream, PurgeOptions.builder().subject(subject).sequence(sequence + 1).build())
        .getPurged();
  }

  /** How many messages each subject has. */
  Map<String, Long> messagesBySubject() throws IOException, JetStreamApiException {
    return management
        .getStreamInfo(stream, StreamInfoOptions.allSubjects())
        .getStreamState()
        .getSubjectMap();
  }

  /**
   * Asks the server for the stream's last sequence. Callers share the answer to a question that
   * began after their call.
   *
   * @throws StoreException.Unavailable if it does not answer
   */
  long lastSequence() throws StoreException.Unavailable {
    Question mine = join();
    asking.lock();
    try {
      if (!mine.answered) {
        begin(mine);
        ask(mine);
        mine.answered = true;
      }
    } finally {
      asking.unlock();
    }
    if (mine.failure != null) {
      throw new StoreException.Unavailable(String.valueOf(mine.failure.getMessage()), mine.failure);
    }
    return mine.sequence;
  }

  private synchronized Question join() {
    if (next.begun) {
      next = new Question();
    }
    return next;
  }

  private synchronized void begin(Question question) {
    question.begun = true;
  }

  private void ask(Question question) {
    try {
      question.sequence = requestLastSequence();
    } catch (StoreException.Unavailable e) {
      question.failure = e;
    }
  }

  private long requestLastSequence() throws StoreException.Unavailable {
    Connection connection = link.connection();
    boolean interrupted = Thread.interrupted();
    try {
      if (!link.connected()) {
        throw new StoreException.Unavailable("NATS is not connected");
      }
      Message answer = connection.request("$JS.API.STREAM.INFO." + stream, new byte[0], PATIENCE);
      if (answer == null || answer.isStatusMessage()) {
        throw new StoreException.Unavailable("NATS does not answer for " + stream);
      }
      return number(answer.getData(), LAST_SEQUENCE);
    } catch (InterruptedException e) {
      interrupted = true;
      throw new StoreException.Unavailable("interrupted while waiting for NATS", e);
    } catch (IllegalStateException e) {
      throw new StoreException.Unavailable("NATS is not connected", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private long number(byte[] json, byte[] name) throws StoreException.Unavailable {
    for (int i = 0; i + name.length < json.length; i++) {
      if (matches(json, i, name)) {
        long number = 0;
        int at = i + name.length;
        while (at < json.length && json[at] >= '0' && json[at] <= '9') {
          number = number * 10 + (json[at++] - '0');
        }
        return number;
      }
    }
    throw new StoreException.Unavailable(
        "NATS answers for " + stream + ": " + new String(json, US_ASCII));
  }

  private static boolean matches(byte[] json, int at, byte[] name) {
    for (int i = 0; i < name.length; i++) {
      if (json[at + i] != name[i]) {
        return false;
      }
    }
    return true;
  }
}
