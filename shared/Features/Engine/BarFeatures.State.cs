using Parley.Domain;

namespace Parley.Features;

internal sealed partial class BarFeatures
{
    public void Save(ref SnapshotWriter writer)
    {
        sma20.Save(ref writer);
        sma50.Save(ref writer);
        ema12.Save(ref writer);
        ema26.Save(ref writer);
        rsi14.Save(ref writer);
        macd.Save(ref writer);
        bollinger.Save(ref writer);
        atr14.Save(ref writer);
        movement14.Save(ref writer);
        vwap.Save(ref writer);
        obv.Save(ref writer);
        volatility20.Save(ref writer);
        momentum5.Save(ref writer);
        return1.Save(ref writer);
        volume20.Save(ref writer);
        high20.Save(ref writer);
        low20.Save(ref writer);
        writer.Write(priorHigh20);
        writer.Write(priorLow20);
        writer.Write(close);
        writer.Write(volume);
        writer.Write(lastOpen.Nanoseconds);
        writer.Write(consecutive);
    }

    public void Restore(ref SnapshotReader reader)
    {
        sma20.Restore(ref reader);
        sma50.Restore(ref reader);
        ema12.Restore(ref reader);
        ema26.Restore(ref reader);
        rsi14.Restore(ref reader);
        macd.Restore(ref reader);
        bollinger.Restore(ref reader);
        atr14.Restore(ref reader);
        movement14.Restore(ref reader);
        vwap.Restore(ref reader);
        obv.Restore(ref reader);
        volatility20.Restore(ref reader);
        momentum5.Restore(ref reader);
        return1.Restore(ref reader);
        volume20.Restore(ref reader);
        high20.Restore(ref reader);
        low20.Restore(ref reader);
        priorHigh20 = reader.ReadDouble();
        priorLow20 = reader.ReadDouble();
        close = reader.ReadDouble();
        volume = reader.ReadDouble();
        lastOpen = new Timestamp(reader.ReadInt64());
        consecutive = reader.ReadInt64();
        valuesAreCurrent = false;
    }
}
