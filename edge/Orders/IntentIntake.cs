using System.Globalization;
using Parley.Domain;
using Parley.Orchestrations;
using Parley.Ports;

namespace Parley.Edge;

/// <summary>What the intake hands on to; both are safe from any thread.</summary>
/// <param name="Execute">False when there is no room.</param>
/// <param name="Command">With the reason that goes into the ledger.</param>
public sealed record IntakeTarget(Func<OrderIntents, bool> Execute, Action<DeskCommand, string> Command);

/// <summary>
/// Takes messages for the edge out of the stream, which delivers them at least once and checks nothing. Orders are claimed
/// in a table before the desk hears of them, so that at most one edge acts on them at most once; commands are carried out
/// first and noted then, because stopping twice is better than not at all. A message that makes no sense is counted and
/// said in one line, and never comes again.
/// </summary>
/// <param name="commands">Where carried-out commands are noted.</param>
public sealed class IntentIntake(
    IEventConsumer messages, IntentBook book, ITable commands, long epoch, IFence fence, IntakeTarget target, ReceiptWriter receipts,
    EdgeMetrics metrics, TimeProvider clock, Action<string> note)
{
    private const string CommandsPartition = "commands";
    private const int TextMax = 200;
    private const int NamesMax = 4_096;

    // What this process has handed on: a claim of its own that is not among them had its answer lost on the way.
    // What is older than the newest thousands has its receipt, or its row, by now.
    private readonly RecentNames executed = new(NamesMax);
    private readonly RecentNames commanded = new(NamesMax);

    public Task RunAsync(CancellationToken cancellation) => messages.RunAsync(HandleAsync, cancellation);

    private async Task HandleAsync(IReadOnlyList<StreamEvent> events, CancellationToken cancellation)
    {
        foreach (StreamEvent message in events)
        {
            // Without the lease this is another edge's: what is not dealt with comes to it.
            if (fence.State == LeaseState.Lost) throw new InvalidOperationException("The lease is lost.");
            try
            {
                switch (CloudJson.Read<EdgeMessage>(message.Body, "The message"))
                {
                    case OrderIntents intents:
                        await TakeAsync(intents, cancellation);
                        break;
                    case EdgeCommand command:
                        await TakeAsync(command, cancellation);
                        break;
                    default:
                        throw new RecordException("The message is of no known kind.");
                }
            }
            catch (RecordException e)
            {
                metrics.MalformedMessages.Add();
                note($"Message {message.Sequence} of partition {message.Partition} is left out: {Shortened(e.Message)}");
            }
        }
    }

    private async Task TakeAsync(OrderIntents intents, CancellationToken cancellation)
    {
        if (MessageShape.ObjectionTo(intents) is { } objection) throw new RecordException(objection);
        Timestamp now = Timestamp.From(clock.GetUtcNow());
        if (!await book.ClaimAsync(intents, epoch, now, cancellation) && !await IsOwnLostClaimAsync(intents, cancellation))
        {
            metrics.RepeatedMessages.Add();
            return;
        }

        executed.Add(intents.DecisionId);
        metrics.Intents.Add();
        if (!target.Execute(intents)) receipts.Write(intents, IntentFate.Refused, "too many decisions wait already");
    }

    private async Task<bool> IsOwnLostClaimAsync(OrderIntents intents, CancellationToken cancellation) =>
        !executed.Contains(intents.DecisionId)
        && await book.FindAsync(new(intents.Symbol, intents.DecisionId), cancellation) is { Fate: IntentFate.Claimed } standing
        && standing.Epoch == epoch;

    private async Task TakeAsync(EdgeCommand command, CancellationToken cancellation)
    {
        if (MessageShape.ObjectionTo(command) is { } objection) throw new RecordException(objection);
        string by = Shortened(command.By);
        if (commanded.Contains(command.Id) || await commands.FindAsync(CommandsPartition, command.Id, cancellation) is not null)
        {
            metrics.RepeatedMessages.Add();
            return;
        }

        Timestamp now = Timestamp.From(clock.GetUtcNow());
        if (now > command.ExpiresAt)
        {
            metrics.RefusedCommands.Add();
            note($"{command.Command} by {by} expired at {command.ExpiresAt}; it is not carried out.");
            return;
        }

        if (command.Command == DeskCommand.Resume)
        {
            // A message does not say who is behind it. The control table is written by those who may.
            metrics.RefusedCommands.Add();
            note($"Resume by {by} is not carried out: loosening goes through the control table.");
            return;
        }

        target.Command(command.Command, string.Create(CultureInfo.InvariantCulture, $"by {by} ({Shortened(command.Id)})"));
        commanded.Add(command.Id);
        metrics.Commands.Add();
        note($"{command.Command} by {by} is carried out.");
        Row noted = new(CommandsPartition, command.Id, CloudJson.Write(command));
        await commands.WriteAsync([new RowWrite.Put(noted)], cancellation);
    }

    // Comes from outside and goes into logs and the ledger: one line, not too long.
    private static string Shortened(string text)
    {
        string line = new([.. text.Take(TextMax).Select(c => char.IsControl(c) ? ' ' : c)]);
        return text.Length > TextMax ? $"{line}…" : line;
    }
}
