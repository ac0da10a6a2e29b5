using Parley.Domain;

namespace Parley.Simulation;

/// <summary>How a way through the network behaves.</summary>
/// <param name="Latency">One way, at least.</param>
/// <param name="Tail">Mean of what comes on top.</param>
/// <param name="ClogInterval">Mean time between two clogs; zero: never.</param>
internal sealed record LinkTerms(TimeSpan Latency, TimeSpan Tail, double Loss, double Duplication, TimeSpan ClogInterval, TimeSpan ClogMax)
{
    public static LinkTerms Good { get; } = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(3), 0, 0, TimeSpan.Zero, TimeSpan.Zero);

    public static LinkTerms Draw(Prng chance) => new(
        TimeSpan.FromMilliseconds(1 + chance.NextInt(200)),
        TimeSpan.FromMilliseconds(1 + chance.NextInt(200)),
        chance.NextDouble() * chance.NextDouble() * 0.3,
        chance.NextDouble() * 0.5,
        TimeSpan.FromSeconds(20 + chance.NextInt(200)),
        TimeSpan.FromSeconds(1 + chance.NextInt(30)));
}

/// <summary>One direction of a way through the network. What is lost never comes; what is clogged comes later, in order of sending.</summary>
internal sealed class Link(Agenda agenda, Prng chance, LinkTerms terms)
{
    private Timestamp openAt;
    private Timestamp lastArrival;

    /// <summary>Faults happen; before they begin and after they are over the way is good.</summary>
    public bool IsFaulty { get; set; }

    private LinkTerms Terms => IsFaulty ? terms : LinkTerms.Good;

    /// <summary>How much later than another a message may come for no reason.</summary>
    public TimeSpan Slack => terms.Latency + terms.Tail * 4;

    /// <summary>Whether a message gets lost: to be asked once per message.</summary>
    public bool Loses() => Terms.Loss > 0 && chance.NextDouble() < Terms.Loss;

    public bool Duplicates() => Terms.Duplication > 0 && chance.NextDouble() < Terms.Duplication;

    /// <summary>Nothing gets through until then.</summary>
    public void ClogUntil(Timestamp moment) => openAt = Timestamp.Max(openAt, moment);

    public void Unclog() => openAt = default;

    /// <summary>When a message sent now arrives, if it does; messages may overtake one another.</summary>
    public Timestamp Arrival()
    {
        TimeSpan delay = Terms.Latency + TimeSpan.FromTicks((long)(Terms.Tail.Ticks * chance.NextExponential()));
        return Timestamp.Max(agenda.Now, openAt) + delay;
    }

    /// <summary>The same on a connection, where nothing overtakes.</summary>
    public Timestamp ArrivalInOrder() => lastArrival = Timestamp.Max(lastArrival, Arrival());
}
