using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Parley.Execution;

namespace Parley.Edge.Tests;

public sealed class IntakeTests : IAsyncDisposable
{
    private const long Epoch = 9;
    private readonly CancellationTokenSource stop = new();
    private readonly ManualClock clock = new();
    private readonly InProcessStream hub;
    private readonly FlakyTable orders = new(JournaledTable.InMemory());
    private readonly FlakyTable control = new(JournaledTable.InMemory());
    private readonly EdgeMetrics metrics = new();
    private readonly List<string> notes = [];
    private readonly List<string> executed = [];
    private readonly List<(DeskCommand Command, string Reason)> commands = [];
    private readonly List<Task> running = [];
    private bool full;

    public IntakeTests() => hub = new(clock, 1_000, CloudNames.ConsumerGroups.Edge, "second");

    [Fact]
    [Trait("Fault", "F-071")]
    [Trait("Fault", "F-072")]
    [Trait("Fault", "F-077")]
    [Trait("Invariant", "I-32")]
    public async Task Orders_delivered_three_times_and_to_two_edges_act_once()
    {
        Start(Epoch, CloudNames.ConsumerGroups.Edge);
        Start(Epoch + 1, "second");
        for (int i = 0; i < 3; i++) await PublishAsync(Intents("d-1"));
        await PublishAsync(Intents("d-2"));
        await Patience.Until(() => metrics.Intents.Value == 2 && metrics.RepeatedMessages.Value == 6, "eight deliveries");
        executed.Order().ShouldBe(["d-1", "d-2"]);
    }

    [Fact]
    [Trait("Fault", "F-074")]
    [Trait("Fault", "F-085")]
    public async Task A_claim_whose_answer_was_lost_on_the_way_is_known_as_ones_own_and_acted_on_once()
    {
        orders.AnswersToLose = 1;
        Start();
        await PublishAsync(Intents("d-1"));
        await PublishAsync(Intents("d-2"));
        await Patience.Until(() => metrics.Intents.Value == 2, "both decisions");
        executed.ShouldBe(["d-1", "d-2"]);
    }

    [Fact]
    [Trait("Fault", "F-073")]
    [Trait("Fault", "F-072")]
    public async Task A_claim_of_an_edge_that_died_is_left_alone()
    {
        OrderIntents intents = Intents("d-1");
        await new IntentBook(orders).ClaimAsync(intents, Epoch - 1, Markets.Start, TestContext.Current.CancellationToken);
        Start();
        await PublishAsync(intents);
        await Patience.Until(() => metrics.RepeatedMessages.Value == 1, "the delivery");
        executed.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-060")]
    public async Task What_finds_no_room_is_refused_and_whoever_waits_hears_of_it()
    {
        full = true;
        Start();
        OrderIntents intents = Intents("d-1");
        await PublishAsync(intents);
        IntentReceipt? receipt = null;
        await Patience.Until(() => (receipt = Receipt(intents)) is { Fate: not IntentFate.Claimed }, "the receipt");
        receipt!.Fate.ShouldBe(IntentFate.Refused);
        receipt.Epoch.ShouldBe(Epoch);
        receipt.Reason.ShouldContain("too many");
    }

    [Fact]
    [Trait("Fault", "F-087")]
    public async Task A_table_that_cannot_be_reached_only_delays()
    {
        orders.IsCutOff = true;
        Start();
        await PublishAsync(Intents("d-1"));
        await Task.Delay(120, TestContext.Current.CancellationToken);
        executed.ShouldBeEmpty();
        orders.IsCutOff = false;
        await Patience.Until(() => executed.Count == 1, "the orders");
    }

    public static TheoryData<string> Senseless => new()
    {
        "", "null", "[]", "{}", "{\"$type\":\"intents\"}", "{\"$type\":\"command\"}", "{\"$type\":\"nonsense\",\"id\":\"1\"}",
        "{\"$type\":\"intents\",\"decisionId\":\"d/1\",\"symbol\":\"BTCUSDT\",\"snapshotHash\":\"\",\"intentHash\":\"\",\"orders\":[]}",
        "{\"$type\":\"intents\",\"decisionId\":\"d-1\",\"symbol\":\"BTCUSDT\",\"snapshotHash\":\"\",\"intentHash\":\"\",\"orders\":[null]}",
        "{\"$type\":\"command\",\"id\":\"a\\nb\",\"command\":\"Pause\",\"by\":\"x\",\"at\":\"2026-01-05T00:00:00Z\",\"expiresAt\":\"2027-01-05T00:00:00Z\"}",
        "{\"$type\":\"command\",\"id\":\"a\",\"command\":\"Explode\",\"by\":\"x\"}", "\u0000\u0001", new string('[', 10_000),
    };

    [Theory]
    [MemberData(nameof(Senseless))]
    [Trait("Fault", "F-082")]
    public async Task A_message_that_makes_no_sense_is_one_line_and_the_next_one_is_heard(string text)
    {
        Start();
        await hub.PublishAsync("desk", [Encoding.UTF8.GetBytes(text)], TestContext.Current.CancellationToken);
        await PublishAsync(Intents("d-after"));
        await Patience.Until(() => executed.Count == 1, "what came behind it");
        metrics.MalformedMessages.Value.ShouldBe(1);
        commands.ShouldBeEmpty();
        notes.Count.ShouldBe(1);
        notes[0].ShouldNotContain('\n');
        notes[0].Length.ShouldBeLessThan(400);
    }

    [Fact]
    [Trait("Fault", "F-082")]
    [Trait("Invariant", "I-42")]
    public async Task Whatever_is_taken_out_of_or_put_into_a_message_nothing_breaks_and_the_next_one_is_heard()
    {
        Start();
        // Every field, and every field of the order, taken away, made null, a number, a text, a list.
        JsonNode?[] others = [null, JsonValue.Create(-1), JsonValue.Create("\u202Ex"), new JsonArray(), new JsonObject()];
        int sent = 0;
        foreach (string field in Parse(Intents("d-0")).Select(f => f.Key).Where(f => f != "$type").ToArray())
            foreach (int kind in Enumerable.Range(-1, others.Length + 1))
                await PublishAsync(Changed(Parse(Intents($"d-{++sent}")), field, kind, others));
        foreach (string field in Order(Parse(Intents("d-0"))).Select(f => f.Key).ToArray())
            foreach (int kind in Enumerable.Range(-1, others.Length + 1))
            {
                JsonObject message = Parse(Intents($"d-{++sent}"));
                Changed(Order(message), field, kind, others);
                await PublishAsync(message);
            }

        await PublishAsync(Intents("d-after"));
        await Patience.Until(() => executed.Contains("d-after"), "what came behind it all");
        metrics.MalformedMessages.Value.ShouldBeGreaterThan(50);
        // What was handed to the desk can at least be judged there without breaking it.
        executed.Count.ShouldBeLessThan(sent);
    }

    [Fact]
    [Trait("Fault", "F-082")]
    [Trait("Invariant", "I-42")]
    public void Bytes_at_random_are_never_orders() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
    {
        try
        {
            return CloudJson.Read<EdgeMessage>(bytes, "The message") switch
            {
                OrderIntents intents => MessageShape.ObjectionTo(intents) is not null,
                EdgeCommand command => MessageShape.ObjectionTo(command) is not null,
                _ => true,
            };
        }
        catch (RecordException)
        {
            return true;
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Fault", "F-077")]
    [Trait("Fault", "F-081")]
    public async Task Commands_are_carried_out_once_and_not_when_they_come_too_late()
    {
        Start();
        EdgeCommand halt = Command("c-1", DeskCommand.Halt, TimeSpan.FromMinutes(2));
        await PublishAsync(halt);
        await PublishAsync(halt);
        await PublishAsync(Command("c-2", DeskCommand.Flatten, TimeSpan.FromMilliseconds(-1)));
        await PublishAsync(Command("c-3", DeskCommand.Resume, TimeSpan.FromMinutes(2)));
        await PublishAsync(Command("c-4", DeskCommand.Pause, TimeSpan.FromMinutes(2)));
        await Patience.Until(() => commands.Count >= 2, "both commands");
        commands.Select(c => c.Command).ShouldBe([DeskCommand.Halt, DeskCommand.Pause]);
        commands[0].Reason.ShouldContain("officer");
        metrics.RefusedCommands.Value.ShouldBe(2);
        notes.ShouldContain(n => n.Contains("expired", StringComparison.Ordinal));
        notes.ShouldContain(n => n.Contains("Resume", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Fault", "F-077")]
    public async Task A_command_carried_out_by_the_last_process_is_not_repeated_by_the_next()
    {
        EdgeCommand halt = Command("c-1", DeskCommand.Halt, TimeSpan.FromMinutes(2));
        Start(Epoch, CloudNames.ConsumerGroups.Edge);
        await PublishAsync(halt);
        await Patience.Until(() => commands.Count == 1, "the command");
        await Patience.Until(() => control.FindAsync("commands", "c-1", TestContext.Current.CancellationToken).Result is not null, "the note of it");
        Start(Epoch + 1, "second");
        await Patience.Until(() => metrics.RepeatedMessages.Value == 1, "the second delivery");
        commands.Count.ShouldBe(1);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        foreach (Task task in running) await Should.ThrowAsync<OperationCanceledException>(task);
        stop.Dispose();
    }

    private void Start(long epoch = Epoch, string group = CloudNames.ConsumerGroups.Edge)
    {
        IntentBook book = new(orders);
        ReceiptWriter receipts = new(book, epoch, TimeProvider.System, Note);
        IntakeTarget target = new(
            intents =>
            {
                if (full) return false;
                lock (executed) executed.Add(intents.DecisionId);
                // As the desk would: judging must not break it.
                _ = intents.Fault();
                return true;
            },
            (command, reason) => commands.Add((command, reason)));
        IntentIntake intake = new(hub.Consumer(group), book, control, epoch, new Held(), target, receipts, metrics, clock, Note);
        running.Add(intake.RunAsync(stop.Token));
        running.Add(receipts.RunAsync(stop.Token));
    }

    private void Note(string line)
    {
        lock (notes) notes.Add(line);
    }

    private IntentReceipt? Receipt(OrderIntents intents) => new IntentBook(orders).FindAsync(new(intents.Symbol, intents.DecisionId), TestContext.Current.CancellationToken).Result;

    private Task PublishAsync(EdgeMessage message) => hub.PublishAsync("desk", [CloudJson.Write(message)], TestContext.Current.CancellationToken);

    private Task PublishAsync(JsonObject message) => hub.PublishAsync("desk", [Encoding.UTF8.GetBytes(message.ToJsonString())], TestContext.Current.CancellationToken);

    private EdgeCommand Command(string id, DeskCommand command, TimeSpan validity)
    {
        Timestamp now = Timestamp.From(clock.GetUtcNow());
        return new(id, command, "officer", now, now + validity);
    }

    private static JsonObject Parse(EdgeMessage message) => JsonNode.Parse(CloudJson.Write(message).Span)!.AsObject();

    private static JsonObject Order(JsonObject intents) => intents["orders"]![0]!.AsObject();

    private static JsonObject Changed(JsonObject message, string field, int kind, JsonNode?[] others)
    {
        if (kind < 0) message.Remove(field);
        else message[field] = others[kind]?.DeepClone();
        return message;
    }

    private static OrderIntents Intents(string decisionId)
    {
        IReadOnlyList<PlaceOrder> entry = EntryPlan.For(decisionId, Markets.Bitcoin, Side.Buy, Quantity.From(0.01m), Price.From(59_000));
        return new(
            decisionId, Markets.Bitcoin.Symbol, Markets.Start, Markets.Start + OrderIntents.Validity, DecisionAction.Enter, Side.Buy, 0.7,
            Price.From(59_000), new string('0', 64), IntentHash.Of(entry), entry);
    }

    private sealed class Held : IFence
    {
        public LeaseState State => LeaseState.Valid;

        public bool IsConfirmedSince(long timestamp) => true;

        public void ConfirmSoon()
        {
        }
    }
}
