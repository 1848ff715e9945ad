using System.Reflection;
using System.Reflection.Emit;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

// Operators on values that differ between lanes. Booleans are masks: all bits of a lane set or none.
internal sealed partial class CpuEmitter
{
    private void CallFloat(string name, int vectors) => _il.Call(_vector!.Method(name, typeof(float), vectors));

    private void CallInt(string name, int vectors) => _il.Call(_vector!.Method(name, typeof(int), vectors));

    private void Reinterpret(Type from, Type to)
    {
        if (from != to)
            _il.Call(_vector!.Reinterpret(from, to));
    }

    private static Type ElementOf(Value value) => value.Type == ScalarType.Float32 ? typeof(float) : typeof(int);

    private void PushVectorPure(Value value)
    {
        switch (value)
        {
            case BuiltInValue { Kind: BuiltIn.GroupIndexX }:
                _il.Call(_vector!.Indices);
                if (VectorsX > 1)
                {
                    PushVector(_laneOrigin);
                    CallInt("Add", 2);
                }

                break;
            case UnaryValue unary:
                PushVector(unary.Operand);
                EmitVectorUnary(unary);
                break;
            case BinaryValue binary:
                PushVectorBinary(binary);
                break;
            case TernaryValue { Operator: TernaryOperator.FusedMultiplyAdd } fma:
                PushFusedMultiplyAdd(fma);
                break;
            case TernaryValue select:
                PushBlend(select.Type, () => PushVector(select.First), () => PushVector(select.Second),
                    () => PushVector(select.Third));
                break;
            default:
                throw new InvalidOperationException($"{value.GetType().Name} has no definition above its use.");
        }
    }

    private void PushFusedMultiplyAdd(TernaryValue fma)
    {
        // A sum that is itself computed comes first, so that the factors' loads do not wait in registers for it.
        if (_variance.Of(fma.Third) == Variance.Lane && !_slots.ContainsKey(fma.Third) && fma.Third.Operands.Length > 1)
        {
            var sum = new IlLocal(_vector!.Float, "sum");
            PushVector(fma.Third);
            _il.Store(sum);
            PushVector(fma.First);
            PushVector(fma.Second);
            _il.Load(sum);
        }
        else
        {
            PushVector(fma.First);
            PushVector(fma.Second);
            PushVector(fma.Third);
        }

        CallFloat("FusedMultiplyAdd", 3);
    }

    // mask ? whenTrue : whenFalse
    private void PushBlend(ScalarType type, Action mask, Action whenTrue, Action whenFalse)
    {
        var isFloat = type == ScalarType.Float32;
        var vector = isFloat ? _vector!.Float : _vector!.Int;
        var element = isFloat ? typeof(float) : typeof(int);
        if (_vector.Instruction("BlendVariable", vector, vector, vector) is { } blend && Lanes < 16)
        {
            whenFalse();
            whenTrue();
            mask();
            Reinterpret(typeof(int), element);
            _il.Call(blend);
            return;
        }

        mask();
        Reinterpret(typeof(int), element);
        whenTrue();
        whenFalse();
        _il.Call(_vector.Method("ConditionalSelect", element, 3));
    }

    private void EmitVectorUnary(UnaryValue unary)
    {
        var isFloat = unary.Operand.Type == ScalarType.Float32;
        switch (unary.Operator)
        {
            case UnaryOperator.Negate:
                _il.Call(_vector!.Method("Negate", ElementOf(unary), 1));
                break;
            case UnaryOperator.Not:
                CallInt("OnesComplement", 1);
                break;
            case UnaryOperator.Absolute when unary.Type != ScalarType.UInt32:
                _il.Call(_vector!.Method("Abs", ElementOf(unary), 1));
                break;
            case UnaryOperator.SquareRoot:
                CallFloat("Sqrt", 1);
                break;
            case UnaryOperator.Floor:
                CallFloat("Floor", 1);
                break;
            case UnaryOperator.IntToFloat:
                _il.Call(_vector!.Method("ConvertToSingle", typeof(int), [_vector.Int]));
                break;
            case UnaryOperator.UIntToFloat:
                Reinterpret(typeof(int), typeof(uint));
                _il.Call(_vector!.Method("ConvertToSingle", typeof(uint), [_vector.UInt]));
                break;
            case UnaryOperator.FloatToInt:
                _il.Call(_vector!.Method("ConvertToInt32", typeof(float), [_vector.Float]));
                break;
            case UnaryOperator.BitsToInt or UnaryOperator.BitsToUInt when isFloat:
                Reinterpret(typeof(float), typeof(int));
                break;
            case UnaryOperator.BitsToFloat when !isFloat:
                Reinterpret(typeof(int), typeof(float));
                break;
            case UnaryOperator.BoolToInt:
                CallInt("Negate", 1);
                break;
            case UnaryOperator.RoundToHalf:
                EmitRoundToHalf();
                break;
            case UnaryOperator.SignExtend8:
                ExtendLow(24, "ShiftRightArithmetic");
                break;
            case UnaryOperator.ZeroExtend8:
                ExtendLow(24, "ShiftRightLogical");
                break;
            case UnaryOperator.SignExtend16:
                ExtendLow(16, "ShiftRightArithmetic");
                break;
            case UnaryOperator.ZeroExtend16:
                ExtendLow(16, "ShiftRightLogical");
                break;
            case UnaryOperator.Absolute or UnaryOperator.BitsToInt or UnaryOperator.BitsToUInt
                or UnaryOperator.BitsToFloat:
                break;
        }
    }

    private void ExtendLow(int bits, string shift)
    {
        Type[] signature = [_vector!.Int, typeof(int)];
        _il.Integer(bits);
        _il.Call(_vector.Method("ShiftLeft", typeof(int), signature));
        _il.Integer(bits);
        _il.Call(_vector.Method(shift, typeof(int), signature));
    }

    private void EmitRoundToHalf()
    {
        var value = new IlLocal(_vector!.Float, "half");
        _il.Store(value);
        _il.Load(_scratch);
        _il.Load(value);
        _il.StoreObject(_vector.Float);
        _il.Load(_scratch);
        _il.Integer(Lanes);
        _il.Call(Arithmetic("RoundToHalf", typeof(float*), typeof(int)));
        _il.Load(_scratch);
        _il.LoadObject(_vector.Float);
    }

    private void PushVectorBinary(BinaryValue binary)
    {
        if (binary.Left.Type is ScalarType.Int32 or ScalarType.UInt32
            && binary.Operator is BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight)
        {
            PushVectorShift(binary, binary.Type == ScalarType.Int32);
            return;
        }

        if (binary.Left.Type != ScalarType.Float32
            && binary.Operator is BinaryOperator.Divide or BinaryOperator.Remainder)
        {
            PushByLane(binary, Enum.Parse<LaneOperator>(
                binary.Operator + (binary.Type == ScalarType.Int32 ? "" : "Unsigned")));
            return;
        }

        PushVector(binary.Left);
        PushVector(binary.Right);
        EmitVectorBinary(binary);
    }

    private void EmitVectorBinary(BinaryValue binary)
    {
        var type = binary.Left.Type;
        var element = ElementOf(binary.Left);
        switch (binary.Operator)
        {
            case BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide:
                _il.Call(_vector!.Method(binary.Operator.ToString(), element, 2));
                break;
            case BinaryOperator.Maximum or BinaryOperator.Minimum when type == ScalarType.Float32:
                EmitFloatExtreme(binary.Operator == BinaryOperator.Maximum);
                break;
            case BinaryOperator.Maximum or BinaryOperator.Minimum:
                CallInteger(binary.Operator == BinaryOperator.Maximum ? "Max" : "Min", type);
                break;
            case BinaryOperator.And:
                CallInt("BitwiseAnd", 2);
                break;
            case BinaryOperator.Or:
                CallInt("BitwiseOr", 2);
                break;
            case BinaryOperator.Xor:
                CallInt("Xor", 2);
                break;
            case BinaryOperator.Equal or BinaryOperator.NotEqual:
                _il.Call(_vector!.Method("Equals", element, 2));
                Reinterpret(element, typeof(int));
                if (binary.Operator == BinaryOperator.NotEqual)
                    CallInt("OnesComplement", 1);
                break;
            default:
                var name = binary.Operator switch
                {
                    BinaryOperator.Less => "LessThan",
                    BinaryOperator.LessOrEqual => "LessThanOrEqual",
                    BinaryOperator.Greater => "GreaterThan",
                    _ => "GreaterThanOrEqual",
                };
                if (type == ScalarType.Float32)
                {
                    CallFloat(name, 2);
                    Reinterpret(typeof(float), typeof(int));
                }
                else
                {
                    CallInteger(name, type);
                }

                break;
        }
    }

    // Both operands are on the stack as signed integers.
    private void CallInteger(string name, ScalarType type)
    {
        if (type == ScalarType.Int32)
        {
            CallInt(name, 2);
            return;
        }

        var right = new IlLocal(_vector!.UInt, "right");
        Reinterpret(typeof(int), typeof(uint));
        _il.Store(right);
        Reinterpret(typeof(int), typeof(uint));
        _il.Load(right);
        _il.Call(_vector.Method(name, typeof(uint), 2));
        Reinterpret(typeof(uint), typeof(int));
    }

    private void EmitFloatExtreme(bool maximum)
    {
        // x86's instruction is a > b ? a : b, not-a-number and zeros included; others are not.
        if (_vector!.Instruction(maximum ? "Max" : "Min", _vector.Float, _vector.Float) is { } instruction)
        {
            _il.Call(instruction);
            return;
        }

        var (a, b) = (new IlLocal(_vector.Float, "a"), new IlLocal(_vector.Float, "b"));
        _il.Store(b);
        _il.Store(a);
        _il.Load(a);
        _il.Load(b);
        CallFloat(maximum ? "GreaterThan" : "LessThan", 2);
        _il.Load(a);
        _il.Load(b);
        CallFloat("ConditionalSelect", 3);
    }

    private void PushVectorShift(BinaryValue shift, bool signed)
    {
        var left = shift.Operator == BinaryOperator.ShiftLeft;
        if (_variance.Of(shift.Right) < Variance.Lane)
        {
            PushVector(shift.Left);
            PushScalar(shift.Right);
            _il.Integer(31);
            _il.Emit(OpCodes.And);
            var name = left ? "ShiftLeft" : signed ? "ShiftRightArithmetic" : "ShiftRightLogical";
            _il.Call(_vector!.Method(name, typeof(int), [_vector.Int, typeof(int)]));
            return;
        }

        var variable = left ? "ShiftLeftLogicalVariable"
            : signed ? "ShiftRightArithmeticVariable" : "ShiftRightLogicalVariable";
        if (_vector!.Instruction(variable, _vector.Int, _vector.UInt) is { } instruction)
        {
            PushVector(shift.Left);
            PushVector(shift.Right);
            _il.Integer(31);
            Broadcast(ScalarType.Int32);
            CallInt("BitwiseAnd", 2);
            Reinterpret(typeof(int), typeof(uint));
            _il.Call(instruction);
            return;
        }

        PushByLane(shift, left ? LaneOperator.ShiftLeft
            : signed ? LaneOperator.ShiftRight : LaneOperator.ShiftRightUnsigned);
    }

    private void PushByLane(BinaryValue binary, LaneOperator op)
    {
        var (a, b) = (new IlLocal(_vector!.Int, "a"), new IlLocal(_vector.Int, "b"));
        PushVector(binary.Left);
        _il.Store(a);
        PushVector(binary.Right);
        _il.Store(b);
        StoreTemporary(0, a);
        StoreTemporary(1, b);
        PushTemporary(0);
        PushTemporary(1);
        _il.Integer(Lanes);
        _il.Integer((int)op);
        _il.Call(Arithmetic("Lanes", typeof(int*), typeof(int*), typeof(int), typeof(int)));
        PushTemporary(0);
        _il.LoadObject(_vector.Int);
    }

    private void PushTemporary(int number)
    {
        _il.Load(_scratch);
        if (number == 0)
            return;
        _il.Integer(number * 64);
        _il.Emit(OpCodes.Add);
    }

    private void StoreTemporary(int number, IlLocal vector)
    {
        PushTemporary(number);
        _il.Load(vector);
        _il.StoreObject(vector.Type);
    }
}
