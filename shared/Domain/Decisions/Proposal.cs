namespace Parley.Domain;

/// <summary>What the deliberation asks the risk gate for. It carries no size: the gate sizes.</summary>
/// <param name="Confidence">In [0, 1].</param>
/// <param name="StopPrice">Where the protective stop will rest; on the losing side of the last price.</param>
public sealed record Proposal(Side Side, double Confidence, Price StopPrice);
