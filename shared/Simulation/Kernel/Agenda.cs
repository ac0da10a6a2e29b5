using Parley.Domain;

namespace Parley.Simulation;

/// <summary>What an event is, for the trace and for counting.</summary>
public enum StepKind
{
    Market,
    Delivery,
    Loop,
    Request,
    Answer,
    Stream,
    Storage,
    Timer,
    Chaos,
    Human,
    Strategy,
}

/// <summary>
/// What is still to happen, in order of time and, at the same time, of being planned. A binary heap of its own, because the
/// framework's priority queue promises nothing about ties.
/// </summary>
internal sealed class Agenda
{
    private Entry[] heap = new Entry[256];
    private long sequence;

    /// <summary>The moment of the latest event taken; never goes back.</summary>
    public Timestamp Now { get; private set; }

    /// <summary>Events waiting.</summary>
    public int Count { get; private set; }

    /// <summary>Events taken so far.</summary>
    public long Steps { get; private set; }

    public void StartAt(Timestamp start) => Now = start;

    /// <summary>Plans something. A moment that has passed means now, behind what is planned for now already.</summary>
    public void At(Timestamp at, StepKind kind, Action happens)
    {
        if (Count == heap.Length) Array.Resize(ref heap, heap.Length * 2);
        Entry entry = new(Math.Max(at.Nanoseconds, Now.Nanoseconds), ++sequence, kind, happens);
        int child = Count++;
        while (child > 0)
        {
            int parent = (child - 1) / 2;
            if (!entry.Precedes(heap[parent])) break;
            heap[child] = heap[parent];
            child = parent;
        }

        heap[child] = entry;
    }

    public void In(TimeSpan delay, StepKind kind, Action happens) => At(Now + delay, kind, happens);

    /// <summary>Takes the next event up to a moment and lets it happen.</summary>
    /// <returns>False when nothing is planned up to then.</returns>
    public bool TryStep(Timestamp until, out StepKind kind, out long number)
    {
        (kind, number) = (default, 0);
        if (Count == 0 || heap[0].At > until.Nanoseconds) return false;
        Entry next = TakeFirst();
        Now = new(next.At);
        Steps++;
        (kind, number) = (next.Kind, next.Sequence);
        next.Happens();
        return true;
    }

    /// <summary>Nothing happens until then, or not yet: time passes up to the next event at most.</summary>
    public void RestUntil(Timestamp moment)
    {
        long latest = Count > 0 ? Math.Min(heap[0].At, moment.Nanoseconds) : moment.Nanoseconds;
        Now = new(Math.Max(Now.Nanoseconds, latest));
    }

    private Entry TakeFirst()
    {
        Entry first = heap[0];
        Entry last = heap[--Count];
        heap[Count] = default;
        int parent = 0;
        while (true)
        {
            int child = 2 * parent + 1;
            if (child >= Count) break;
            if (child + 1 < Count && heap[child + 1].Precedes(heap[child])) child++;
            if (!heap[child].Precedes(last)) break;
            heap[parent] = heap[child];
            parent = child;
        }

        if (Count > 0) heap[parent] = last;
        return first;
    }

    private readonly record struct Entry(long At, long Sequence, StepKind Kind, Action Happens)
    {
        public bool Precedes(in Entry other) => At < other.At || (At == other.At && Sequence < other.Sequence);
    }
}
