using System.Globalization;
using System.Text;
using Parley.Domain;
using Parley.Ports;
using Parley.Venues.Binance;
using Parley.Venues.Simulated.Binance;
using FrontRecord = Parley.Venues.Simulated.Binance.VenueRecordEntry;

namespace Parley.Simulation;

/// <summary>The venue behind Binance's protocol: what reaches it are bytes, and its own record says what truly happened.</summary>
internal sealed class FrontSite : VenueSite, IDisposable
{
    /// <summary>The one key of the simulated account; it opens nothing anywhere else.</summary>
    public const string Key = "simulated";

    public const string Secret = "simulated";

    private readonly BinanceFront front;
    private readonly FrontAnswer answer = new();
    private readonly HmacSigner signer = new(Secret);
    private int read;

    public FrontSite(World world, IReadOnlyList<Instrument> instruments, decimal cash, Prng chance)
        : base(world.Agenda, world.Hash) => front = new(new BinanceFrontOptions
        {
            Credential = new ApiCredential(Key, Secret),
            Futures = instruments,
            FuturesCash = cash,
            Start = world.Agenda.Now,
            KeepRecord = true,
            Faults = new FrontFaults(world, this, chance),
        });

    /// <summary>Wires to be looked after whenever the venue may have said something.</summary>
    public List<SimulatedWire> Wires { get; } = [];

    /// <summary>A request reaches the venue.</summary>
    /// <returns>The answer; valid until the next request.</returns>
    public FrontAnswer Handle(WireMethod method, string target, ReadOnlySpan<byte> body, string? apiKey)
    {
        front.AdvanceTo(Agenda.Now);
        front.Handle(new FrontRequest(method, target, body, apiKey), answer);
        Harvest();
        return answer;
    }

    public long? Connect(string target)
    {
        front.AdvanceTo(Agenda.Now);
        return front.Connect(target);
    }

    public void Say(long session, ReadOnlySpan<byte> message)
    {
        front.AdvanceTo(Agenda.Now);
        front.Receive(session, message);
        Harvest();
    }

    public bool TryTake(long session, out ReadOnlySpan<byte> message) => front.TryTake(session, out message);

    public bool IsOpen(long session) => front.IsOpen(session);

    public void Disconnect(long session) => front.Disconnect(session);

    public override void OnTrade(in Trade trade)
    {
        if (IsHalted(trade.Symbol)) return;
        front.AdvanceTo(Agenda.Now);
        front.OnTrade(trade);
        Harvest();
    }

    public override void OnSnapshot(in DepthSnapshot snapshot)
    {
        front.AdvanceTo(Agenda.Now);
        front.OnSnapshot(snapshot);
        Harvest();
    }

    public override void OnMark(in MarkPrice mark)
    {
        front.AdvanceTo(Agenda.Now);
        front.OnMark(mark);
        Harvest();
    }

    public override void PlaceByHand(PlaceOrder order)
    {
        Record.Arrive(order);
        Page(WireMethod.Post, "/fapi/v1/order", string.Create(CultureInfo.InvariantCulture,
            $"symbol={order.Symbol}&side={(order.Side == Side.Buy ? "BUY" : "SELL")}&type=MARKET&quantity={order.Quantity.Value}&newClientOrderId={order.Id}"));
    }

    public override void CancelByHand(VenueOrder order)
    {
        bool conditional = order.Order.Type is OrderType.StopMarket or OrderType.TakeProfitMarket;
        Page(WireMethod.Delete, conditional ? "/fapi/v1/algoOrder" : "/fapi/v1/order",
            $"symbol={order.Order.Symbol}&{(conditional ? "clientAlgoId" : "origClientOrderId")}={order.Order.Id}");
    }

    public void Dispose() => front.Dispose();

    // What people do goes by the same protocol, signed by the same account.
    private void Page(WireMethod method, string path, string parameters)
    {
        byte[] payload = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{parameters}&timestamp={Agenda.Now.Milliseconds}"));
        byte[] signature = new byte[signer.MaxLength];
        int length = signer.Sign(payload, signature);
        string query = $"{Encoding.ASCII.GetString(payload)}&signature={Encoding.ASCII.GetString(signature, 0, length)}";
        if (method == WireMethod.Post) Handle(method, path, Encoding.ASCII.GetBytes(query), Key);
        else Handle(method, $"{path}?{query}", default, Key);
    }

    /// <summary>Takes over what the venue has written down, and lets the wires take what it has to say.</summary>
    private void Harvest()
    {
        IReadOnlyList<FrontRecord> entries = front.Record!.Entries;
        while (read < entries.Count) Take(entries[read++]);
        for (int i = 0; i < Wires.Count; i++) Wires[i].Collect();
    }

    private void Take(FrontRecord entry)
    {
        ClientOrderId id = new(entry.ClientOrderId);
        switch (entry.Kind)
        {
            // A conditional order that was triggered is placed under its own name: the same order, further on.
            case "accepted" when Record.HasOpen(id) && Record.Of(id)[^1].Order.Type is OrderType.StopMarket or OrderType.TakeProfitMarket:
                break;
            case "accepted" or "algo-new":
                Note(new OrderAccepted(id, entry.Symbol, entry.At, entry.OrderId.ToString(CultureInfo.InvariantCulture)));
                break;
            case "trade":
                Note(new OrderFilled(id, entry.Symbol, entry.At, entry.TradeId, entry.Side, entry.Price!.Value, entry.Quantity, entry.Amount, IsMaker: false));
                break;
            case "cancelled" or "algo-canceled" when Record.HasOpen(id):
                Note(new OrderCancelled(id, entry.Symbol, entry.At));
                break;
            case "expired" or "algo-expired" or "algo-rejected" when Record.HasOpen(id):
                Note(new OrderExpired(id, entry.Symbol, entry.At, entry.Kind));
                break;
            case "funding":
                Note(new FundingPaid(entry.Symbol, entry.At, entry.Amount));
                break;
        }
    }
}
