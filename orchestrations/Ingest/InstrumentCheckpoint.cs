using Parley.Domain;
using Parley.Market;

namespace Parley.Orchestrations;

/// <summary>
/// An instrument's picture after a position, as it is stored: one line of JSON for people and programs, then the picture's
/// own binary state.
/// </summary>
internal sealed record InstrumentCheckpoint(
    Instrument Instrument, TickPosition Position, Timestamp Now, AccountView? Account, byte[] Picture)
{
    private const byte Break = (byte)'\n';

    public byte[] Write() => [.. CloudJson.Write(new CheckpointHead(Instrument, Position, Now, Account)).Span, Break, .. Picture];

    /// <exception cref="StateException">It is damaged.</exception>
    public static InstrumentCheckpoint Read(ReadOnlySpan<byte> content)
    {
        int end = content.IndexOf(Break);
        if (end < 0) throw new StateException("The checkpoint has no head.");
        try
        {
            CheckpointHead head = CloudJson.Read<CheckpointHead>(content[..end].ToArray(), "The checkpoint's head");
            return new(head.Instrument, head.Position, head.Now, head.Account, content[(end + 1)..].ToArray());
        }
        catch (RecordException e)
        {
            throw new StateException(e.Message, e);
        }
    }
}

/// <summary>The readable part of a checkpoint.</summary>
public sealed record CheckpointHead(Instrument Instrument, TickPosition Position, Timestamp Now, AccountView? Account);
