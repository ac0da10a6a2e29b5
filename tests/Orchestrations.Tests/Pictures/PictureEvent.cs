namespace Parley.Orchestrations.Tests;

/// <summary>Something that happens to a picture; may happen to several, in any order.</summary>
/// <param name="At">By the venue's clock.</param>
internal sealed record PictureEvent(Timestamp At, Action<InstrumentPicture> Apply);
